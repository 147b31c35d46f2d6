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
// words found, marks and spaces put in or dropped. Two tokens may be one word
// (Reader.Joins). A beam search under the word trigrams and the shapes of words
// then takes the best path (Decoder.Decode), and every choice is weighed against
// the raw text and the readings that lost. Costs are negative logarithms of
// probabilities in hundredths of a nat: the noisy channel of Kernighan, Church
// and Gale (1990) and of Brill and Moore (2000).
//
// # What each part gains
//
// Words fixed and broken in per cent, on the development pairs at the threshold
// 0.55, each part taken out by itself, the weights of acceptance not learned
// anew:
//
//	                       office scanner English l1, l2          Dutch         French         German       articles      sentences
//	all parts                  85.1/0.007     51.7/0.050     45.8/0.049     37.4/0.089     49.7/0.024     32.5/0.404     21.7/0.071
//	no document channel         84.0/0.01      46.7/0.05      42.8/0.06      32.6/0.06      49.1/0.00      25.4/0.32      18.7/0.06
//	bigrams for trigrams        84.8/0.01      50.9/0.05      43.3/0.04      36.5/0.06      49.6/0.02      31.8/0.39      21.1/0.06
//	no boundary moves          85.1/0.004     49.6/0.074     44.1/0.024     36.6/0.098     48.7/0.024     29.8/0.430     16.4/0.065
//	no character model         84.2/0.004     49.0/0.047     43.9/0.049     30.6/0.057     42.0/0.012     26.0/0.365     14.6/0.057
//	no words, habits           85.1/0.007     51.5/0.050     45.8/0.049     37.3/0.081     49.9/0.024     32.5/0.404     21.7/0.071
//
// Articles and sentences are newspapers. Where broke has two places, the rest was
// cut off. The character model, where it is missing, is one cost for every unknown
// word. The words that a document vouches for and its habits show little on the
// pairs, which are short; in the sample record of the seeds, which is longer,
// habits raised the words mended from 66 to 71 of 81 (threshold 0.6). A channel
// that is not learned from pairs at all was not measured.
// The table is older than the search for strange words, the cost of marks that
// want a space and the specks between words; all parts together now reach
// 86.0/0.004, 59.3/0.044, 56.1/0.024, 46.0/0.106, 54.6/0.061, 33.5/0.352 and
// 25.2/0.077.
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
//   - Profile-guided building and keeping the steps of nodes near the root: no
//     time was saved. Nor by keeping what walks followed for words that begin
//     alike (a fifth fewer states, for megabytes that are read again), by looking
//     each step up where a state has few, by dropping states whose next character
//     leads nowhere, by keeping bigrams between searches, and by fewer collections
//     of garbage, which touch more memory.
//   - A first pass that searches strange words as doubtful ones, or damaged ones
//     with the first of the far searches only: 0.2 to 1.7 points of fixed. One of
//     2,000 words for 3,000: nothing on the pairs, which are shorter, but 0.4 to
//     1.7 points of officescan, Dutch, French and German where several of them
//     are one document.
//   - Wide searches up to 1,000 for 1,200: 0.2 to 0.8 points of fixed.
//   - Near searches only for words that are costlier in their place (1,900 for
//     1,500 where four words of context are known): 0.3 points of l1 and l2.
package lattice
