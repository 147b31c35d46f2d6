package ocrfix

// refs lists the articles, paragraphs and annexes that a unit refers to: the id
// of the section where it is one of this text, else the words.
func (f *commFinder) refs(s *commScan) []string { return []string{} }

// conditions lists the conditional clauses and the consents on which an
// undertaking depends.
func (s *commScan) conditions() []string { return []string{} }

// qualifiers lists the phrases that weaken an undertaking.
func (s *commScan) qualifiers() []string { return []string{} }

// counterparty returns whom the undertaking is owed to, where the clause says so.
func (s *commScan) counterparty(v *commVerdict) *string { return nil }
