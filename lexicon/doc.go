// Package lexicon knows what can be written: the words of a language with
// their frequencies and cases, an n-gram model over them, a character model for
// names that no list contains, and a model of the marks between two words.
package lexicon
