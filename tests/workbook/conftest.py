from __future__ import annotations

collect_ignore = ["edit_in_office.py"]  # 由系统的 Python 和 UNO 运行
