## close

journal-files = For accounting programs
journal-files-hint = The whole ledger, entry by entry, in one file.
journal-format-hledger = hledger
journal-format-ledger = Ledger
journal-format-beancount = Beancount
journal-format-csv = Spreadsheet (CSV)
refusal-file-exists = { $file } exists already. Choose another name: a file is never overwritten.
