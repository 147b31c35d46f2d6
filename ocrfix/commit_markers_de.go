package ocrfix

var commTablesDE = commTables{code: "de"}
