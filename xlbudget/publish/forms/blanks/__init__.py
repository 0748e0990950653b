"""The blanks of a bureau's form as accountants get it: XX万元, 增加（减少）, （注：…）, lists."""
