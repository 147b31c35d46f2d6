// Package lattice reads damaged text: it finds, for every token of a document,
// what its characters may have been, and chooses the readings that fit together
// best.
//
// # How it goes
//
// A token first stands as it is (Reader.Identity). A cheap look at the words and
// their neighbours says which tokens are in doubt (Decoder.doubts); most text is
// not, and costs no search. For a doubtful token a Walker walks the lexicon's
// automaton beside the raw characters, up to three of them read as up to three
// true ones at the cost of the channel, and a searcher builds readings of the
// words found, marks and spaces put in or dropped. A known word is only taken for
// a common one, and so is what nothing near explains (lexicon.Common). Two tokens
// may be one word, a scrap of another column between them (join.go). A beam search under the word trigrams and the
// shapes of words then takes the best path (Decoder.Decode), and every choice is
// weighed against the raw text and the readings that lost. The marks between words
// are looked at once more when these are known (between.go of package ocrfix), by
// all the words and marks near, which no trigram sees. Costs are negative
// logarithms of probabilities in hundredths of a nat: the noisy channel of
// Kernighan, Church and Gale (1990) and of Brill and Moore (2000).
//
// # What each part gains
//
// Words fixed and broken in per cent, on the development pairs at the default
// thresholds, each part left out by itself, the weights of acceptance not learned
// anew, and the time of the processor beside that of all parts
// (go test ./ocrfix -run TestAblation -ablation -v):
//
//	                         office scanner English l1, l2 Dutch          French         German         articles       sentences      time
//	all parts                87.7/0.000     65.4/0.027     65.7/0.012     55.4/0.049     63.0/0.012     37.3/0.208     32.6/0.083     100 %
//	no channel from pairs    85.5/0.004     33.8/0.034     45.5/0.012     30.9/0.008     44.7/0.012     25.5/0.156     14.8/0.050      26 %
//	no document channel      86.7/0.014     59.7/0.027     62.2/0.024     48.3/0.041     60.2/0.000     30.3/0.195     26.7/0.066      81 %
//	bigrams for trigrams     87.6/0.000     63.6/0.030     64.0/0.012     54.3/0.073     62.9/0.024     36.5/0.221     31.0/0.066      97 %
//	no boundary moves        87.7/0.000     59.9/0.044     55.3/0.024     51.1/0.041     60.0/0.012     34.2/0.195     21.8/0.066      68 %
//	no marks for spaces      87.7/0.000     62.1/0.034     57.1/0.012     52.1/0.049     61.3/0.012     37.0/0.208     30.5/0.083      89 %
//	no specks                88.1/0.000     63.6/0.023     62.1/0.024     55.2/0.049     61.9/0.012     37.2/0.221     31.6/0.091      92 %
//	no lone quotation marks  87.7/0.000     64.3/0.027     63.9/0.012     55.3/0.049     62.6/0.012     37.2/0.208     31.9/0.083      93 %
//	no wide search           86.3/0.011     63.3/0.030     64.4/0.012     51.8/0.057     61.7/0.012     36.0/0.221     30.5/0.100      85 %
//	no character model       87.7/0.000     65.5/0.034     65.6/0.012     55.2/0.057     62.6/0.024     36.5/0.221     31.6/0.091      95 %
//	no words, habits         87.7/0.000     65.1/0.027     65.6/0.012     55.2/0.041     62.8/0.012     37.2/0.208     32.6/0.083      89 %
//	no marks between words   87.4/0.000     64.2/0.027     64.1/0.012     55.0/0.057     62.2/0.012     36.9/0.208     32.3/0.075      94 %
//
// Articles are those of newspapers, and sentences every sixteenth of theirs.
// Without a channel from pairs every confusion costs the same until the document
// has shown its own. The character model, where it is missing, is one cost for
// every unknown word: it costs nothing to speak of and keeps right words of
// sentences, but English of the levels 1 and 2 fixes a little more without it.
// Marks that stand for nothing (specks) are worth their harm everywhere but with
// the office scanner, which makes none. The words that a document vouches for and
// its habits show little on the pairs, which are short; in the sample record of
// the seeds, which is longer, habits raised the words mended from 66 to 71 of 81
// (threshold 0.6).
//
// A scanner that the table has no column for is read with those of the others, and
// shows its own confusions while it is read. English documents of each engine,
// fixed and broken, with its column and without (go test ./ocrfix -run
// TestUnseenEngines -ablation -v):
//
//	          with it        without
//	sim       87.7/0.000     87.2/0.014
//	gocr      76.4/0.000     71.3/0.000
//	ocrad     83.3/0.035     74.7/0.047
//	tesseract 50.5/0.061     46.9/0.075
//
// # What was tried
//
//   - Wide searches at once. Searching in widening rounds (farEfforts), bounding
//     each position as it fills, and joining only where one word can win let the
//     walks follow 0.7 million states where they followed 2.1 (office scanner),
//     and 1.6 for 3.8 (l1), a first pass half as long included; fixed and broke
//     stayed within 0.3 and 0.004 points.
//   - A first pass without a far search or without joins: it loses 0.8 and 0.4
//     points of fixed on l1 and l2, the document then looks less damaged than it is.
//   - A far search that ends at 1,600: 0.4 points of l1 and l2, 1.1 of l3. A beam
//     of 900: about a point of l1 and l2.
//   - Letters lost in near searches without a limit of their cost: 0.3 points of
//     Dutch, for twice the states of the near walks and more harm in French;
//     none dearer than 540 lost 0.7 points of Dutch (lostNear is 620).
//   - A lost hyphen at every place, not only before a capital: 0.2 points less
//     everywhere, and hyphens where none belong (o-ecumenical).
//   - A hyphen for a space (and-control) wherever two words hardly join: 3 points of
//     Dutch and one of l1 and l2, but in the speeches such hyphens are dashes, and
//     two hundred of them were lost in 298 speeches. Where one of the words is among
//     the commonest, as prepositions and articles are, it is one point of l0, 0.3 of
//     l1 and l2, and six of seven such changes in the speeches are right.
//   - A full stop for the comma at the end of any long paragraph between others: one
//     fix, and the salutations of speeches lost theirs. At the end of a text of one
//     paragraph, in newspapers: 274 of 277 are stops there, but recitals and pages
//     cut short end in commas too. For the colon at the end of an item: what followed
//     it may have been left out, as in texts drawn from laws.
//   - A label that is read 4 for 1 in a list that goes on with 2: four fixes, two
//     right labels lost.
//   - Commas looked at where a pause is less unlikely (600 for 800): one fix on the
//     pairs, and three commas of right laws and speeches lost.
//   - Colons between words that never pause, weighed by the decoder: what the second
//     look at marks finds without it. That look by a model of 180,000 features for
//     40,000 (en): nothing on the pairs, though a place cost a twelfth less.
//     With weights in steps of 0.4 nats for 0.1 a place cost an eighth more. Where its
//     changes need be no surer than 0.6: a point more of English l1 and l2, for nearly
//     twice the harm. Stops behind titles and initials that a text has lost:
//     see below.
//   - A low stroke by itself as the word of one letter (_ force of): two fixes, and
//     sentences of newspapers got worse.
//   - A full stop put in behind the bare number of an item: it broke more than it
//     fixed. The mark of a pause before a small letter weighed as commas are:
//     nothing on the pairs.
//   - Full stops put behind initials and titles where a text has lost those of its
//     sentences: a point of these articles, but of others as many pages stood
//     rightly without. A dash that hangs on one side of a word dearer: it pulled
//     German compounds apart (Ein- und Ausfuhr).
//   - Profile-guided building (twice, the second time 3 % slower) and keeping the
//     steps of nodes near the root: no time was saved. Nor by keeping what walks
//     followed for words that begin alike (a fifth fewer states, for megabytes that
//     are read again) or end alike (a twentieth), by dropping states whose next
//     character leads nowhere, by moves in order of the letter that they read
//     (slower: most nodes lead to more letters than the channel has cheap moves), by
//     keeping bigrams between searches, by weighing a move before its letter is
//     looked for, or by an automaton copied into large pages (3 % of a long text,
//     but 6 ms and megabytes of each start).
//   - Rare words as readings of known words, and of what only the last round of the
//     search finds: without them a third fewer states, no fix less in English and
//     0.2 to 0.5 points more of l1, l2, l3 and French, whose right readings had
//     rare rivals. In the second round too they are missed: 0.1 to 1.5 points.
//   - Rare words looked for less far than common ones there, and these less far than
//     frequent ones: a sixth fewer states, 5 % of the time and as much fixed on the
//     pairs, but rivals were missing in the speeches (duly became duty, pitting
//     putting, Willkie Willie).
//   - Wider rounds only from costlier readings on (650 and 800 for 550): 4 and 13 %
//     fewer states, 0.2 to 0.6 points less. Two tokens joined at less (1,050 and
//     1,200 for 900): 3 and 6 %, 0.2 points of newspapers. A first pass that ends
//     after 400 changes: no time.
//   - What a document repeats counted as in one of 1,500 words: half a point less of
//     long documents, and no less harm.
//   - Errors made cheaper by the damage for known words as well: as much more
//     fixed again in English (0.3 points), but 0.12 % of the French words broke
//     where 0.07 did. What the first pass changed by steps the table has not,
//     counted as damage too: 0.1 points of sentences, and as much harm.
//   - Readings dropped that lie 1,150 behind the best, or 900: 3 to 6 % of the
//     time, but acceptance then misses the rivals by which it judges.
//   - A letter cut off as a word of its own made dearer: nothing.
//   - Counts of the true newspapers beside the other running text, each in the
//     language model once: its perplexity on others of the same fell from 436 to 326,
//     but only 0.8 points more of sentences and 1.1 of articles kept out were fixed;
//     those texts may not be embedded as the others may.
//   - A lower threshold for damaged documents, since what is wrong there was wrong
//     before: at 0.4 for unlisted words 1.9 points of newspapers and one of the
//     domain, for as many wrong words made of garbled ones.
//   - Cutting common words in two: a fifteenth of the time, for one word of the
//     pairs; without it fewer right words of the speeches fall apart.
//   - A wide search for words of more than eight letters: a twentieth of the time,
//     for 0.1 points.
//   - A first pass that searches strange words as doubtful ones, or damaged ones
//     with the first of the far searches only: 0.2 to 1.7 points of fixed. One of
//     2,000 words for 3,000: nothing on the pairs, which are shorter, but 0.4 to
//     1.7 points of officescan, Dutch, French and German where several of them
//     are one document.
//   - Far searches up to 2.2 nats a character for 1.6 (and two steps that the table has
//     not): 0.1 to 0.4 points everywhere, but for three words so repaired two garbled
//     ones became wrong words, and acceptance could not tell them apart by how far
//     the reading was.
//   - Wide searches up to 1,000 for 1,200: 0.2 to 0.8 points of fixed.
//   - Near searches only for words that are costlier in their place (1,900 for
//     1,500 where four words of context are known): 0.3 points of l1 and l2.
//   - A language model that remembers the words of the document (a cache, Kuhn and
//     De Mori 1990): 0.2 points of l1 and l2, German and French lost as much, and
//     more right words changed. The same words as candidates where the lexicon has
//     no likely one gained 0.3 (l1, l2) to 0.8 points (French) and broke nothing.
//   - A lost full stop behind the likeliest repairs of a word too, not only behind
//     the raw one: five points less of the lightly damaged documents kept out.
package lattice
