collect_ignore_glob = ["*.py"]  # 由系统的 Python 和 UNO 运行
