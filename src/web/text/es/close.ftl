## close

journal-files = Para programas de contabilidad
journal-files-hint = El libro entero, asiento por asiento, en un archivo.
journal-format-hledger = hledger
journal-format-ledger = Ledger
journal-format-beancount = Beancount
journal-format-csv = Hoja de cálculo (CSV)
refusal-file-exists = { $file } ya existe. Elija otro nombre: un archivo nunca se pisa.
