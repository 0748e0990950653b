"""What comes in from other files: raw exports of the 部门决算 system, public tables.

Sheets of any known layout become amounts under the names of a format, each with its place; these
fill a workbook that exists, or one built to their size.
"""
