package ocrfix

var commTablesNL = commTables{code: "nl"}
