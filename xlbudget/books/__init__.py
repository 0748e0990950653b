"""Spreadsheets behind one port: memory, openpyxl, packed files, the open workbook in Excel."""
