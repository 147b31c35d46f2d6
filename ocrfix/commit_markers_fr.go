package ocrfix

var commTablesFR = commTables{code: "fr"}
