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
// may be one word (Reader.Joins). A beam search under the word trigrams and the
// shapes of words then takes the best path (Decoder.Decode), and every choice is
// weighed against the raw text and the readings that lost. Costs are negative
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
//	all parts                86.5/0.000     61.3/0.044     60.6/0.024     52.9/0.073     56.9/0.049     35.4/0.339     30.8/0.091     100 %
//	no channel from pairs    84.6/0.004     29.8/0.027     40.9/0.012     29.8/0.033     40.4/0.037     24.1/0.274     14.0/0.041      30 %
//	no document channel      85.5/0.014     56.9/0.037     58.3/0.036     47.0/0.057     55.1/0.000     30.0/0.274     25.6/0.066      89 %
//	bigrams for trigrams     86.4/0.004     60.2/0.040     58.3/0.036     51.7/0.106     56.7/0.061     34.8/0.300     29.2/0.058      87 %
//	no boundary moves        86.5/0.000     56.6/0.047     50.8/0.012     49.2/0.065     53.8/0.049     32.6/0.300     20.9/0.091      73 %
//	no marks for spaces      86.5/0.000     58.8/0.050     52.5/0.024     50.0/0.073     55.2/0.049     35.2/0.339     28.9/0.091      94 %
//	no specks                86.8/0.000     58.7/0.047     56.5/0.024     52.8/0.073     56.1/0.061     35.4/0.352     29.2/0.100      93 %
//	no lone quotation marks  86.5/0.000     60.4/0.044     58.9/0.024     52.9/0.073     56.5/0.049     35.4/0.339     29.8/0.091      96 %
//	no wide search           85.0/0.011     59.4/0.047     59.5/0.024     49.2/0.073     55.3/0.037     34.4/0.339     29.2/0.091      85 %
//	no character model       86.5/0.000     61.5/0.054     60.1/0.024     52.7/0.106     56.5/0.061     34.5/0.339     30.0/0.116      90 %
//	no words, habits         86.5/0.000     61.0/0.044     60.5/0.024     52.7/0.065     56.9/0.049     35.4/0.352     30.8/0.091      90 %
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
//   - A hyphen for a space (and-control): 3 points of Dutch and one of l1 and l2,
//     but in the speeches such hyphens are dashes, and two hundred of them were
//     lost in 298 speeches.
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
//   - Cutting common words in two: a fifteenth of the time, for one word of the
//     pairs; without it fewer right words of the speeches fall apart.
//   - A wide search for words of more than eight letters: a twentieth of the time,
//     for 0.1 points.
//   - A first pass that searches strange words as doubtful ones, or damaged ones
//     with the first of the far searches only: 0.2 to 1.7 points of fixed. One of
//     2,000 words for 3,000: nothing on the pairs, which are shorter, but 0.4 to
//     1.7 points of officescan, Dutch, French and German where several of them
//     are one document.
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
