package ocrfix

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A commCase is a document of our own and the records it should yield, each as
// "kind strength actor [deadline] not", in order.
type commCase struct {
	name, lang, text string
	instrument       Instrument
	want             []string
}

func commRender(c Commitment) string {
	due := ""
	if c.Deadline != nil {
		due = " [" + c.Deadline.Type + " " + commISO(c.Deadline) + "]"
	}
	not := ""
	if c.Polarity == "negative" {
		not = " not"
	}
	return fmt.Sprintf("%s %d %s%s%s", c.Kind, c.Strength, commDeref(c.Actor.Text), due, not)
}

var commCases = []commCase{
	{"duty of each party", "en", "Each Party shall maintain the bridge on its own bank.", InstrumentTreaty,
		[]string{"commitment 4 Each Party"}},
	{"prohibition", "en", "Neither Party shall divert the river.", InstrumentTreaty,
		[]string{"commitment 4 Neither Party not"}},
	{"a condition first", "en", "If the water rises above the mark, the Authority shall close the lock within two hours of the alarm.", InstrumentTreaty,
		[]string{"commitment 4 the Authority [relative PT2H]"}},
	{"relative clauses do not bind", "en", "The Parties note the ferry which shall replace the bridge.", InstrumentTreaty, nil},
	{"insertions between subject and verb", "en", "The Committee, which meets in Riga, shall, after hearing both sides, publish its findings.", InstrumentTreaty,
		[]string{"commitment 4 The Committee"}},
	{"permission and right", "en", "Either Party may inspect the dam. The engineers shall be entitled to free passage.", InstrumentTreaty, nil},
	{"definition", "en", "For the purposes of this Treaty, the term “vessel” shall mean any craft above five tonnes.", InstrumentTreaty, nil},
	{"the instrument as its own subject", "en", "This Treaty shall enter into force on 1 May 2031. It shall remain in force for ten years.", InstrumentTreaty,
		[]string{"procedural 0 This Treaty [explicit 2031-05-01]", "procedural 0 It"}},
	{"notice of termination", "en", "A Party wishing to leave shall give notice of termination of this Treaty to the other Party.", InstrumentTreaty,
		[]string{"procedural 0 A Party wishing to leave"}},
	{"a time counted from entry into force", "en", "The Parties shall exchange maps within three months after the entry into force of this Treaty.", InstrumentTreaty,
		[]string{"commitment 4 The Parties [relative P3M]"}},
	{"passive with its doer", "en", "The costs of the survey shall be borne by the Sending State.", InstrumentTreaty,
		[]string{"commitment 4 the Sending State"}},
	{"passive whose doers are the parties", "en", "The archives shall be kept open to scholars of both countries.", InstrumentTreaty,
		[]string{"commitment 4 the Parties"}},
	{"pronoun for a body", "en", "The Parties hereby establish a Joint Commission. It shall sit in Gent. The Joint Commission shall meet once a year.", InstrumentTreaty,
		[]string{"commitment 4 The Parties", "commitment 4 Joint Commission", "commitment 4 The Joint Commission [recurring R/P1Y]"}},
	{"a list completes its stem", "en", "The Parties shall:\n\n(a) train pilots;\n\n(b) share charts by 30 June 2029; and\n\n(c) not charge fees.\n", InstrumentTreaty,
		[]string{"commitment 4 The Parties", "commitment 4 The Parties [explicit 2029-06-30]", "commitment 4 The Parties not"}},
	{"a prohibition over a list", "en", "The Parties shall not:\ntax the ferry;\nclose the lock.\nThey shall meet.", InstrumentTreaty,
		[]string{"commitment 4 The Parties not", "commitment 4 The Parties not", "commitment 4 The Parties"}},
	{"a stem with content over clauses", "en", "Each Party shall ensure that:\n\n(a) the locks are open;\n\n(b) the fees are fair.\n", InstrumentTreaty,
		[]string{"commitment 4 Each Party"}},
	{"a phrase before its subject without a comma", "en", "In this connexion my Government will send two ships. For this purpose the Agency shall lend a crane. On this occasion Estonia pledges to plant a forest.", InstrumentUnknown,
		[]string{"commitment 3 my Government", "commitment 4 the Agency", "commitment 3 Estonia"}},
	{"a hope that others will", "en", "We trust, however, that the neighbouring Governments will open the bridge. We agree, however, that the Fund will pay for it.", InstrumentCommunique,
		[]string{"commitment 3 the Fund"}},
	{"exempt in the other's territory", "en", "Lorries registered in one Party shall be exempt from tolls in the territory of the other Party. Seeds shall be exempted by the receiving State from duties.", InstrumentTreaty,
		[]string{"commitment 4 the other Party", "commitment 4 the receiving State"}},
	{"exempted by the one government", "en", "The Government shall lend the Centre a house. The Centre shall be exempt from land tax.", InstrumentTreaty,
		[]string{"commitment 4 The Government", "commitment 4 The Government"}},
	{"exempt, and nobody said by whom", "en", "The Centre shall be exempt from land tax.", InstrumentTreaty,
		[]string{"commitment 4 "}},
	{"exempté sur un territoire", "fr", "Le Gouvernement prête une maison à l'Institut. L'Institut est exonéré de tout impôt direct. Ses experts sont exemptés de droits sur le territoire de l'État hôte.", InstrumentTreaty,
		[]string{"commitment 4 Le Gouvernement", "commitment 4 Le Gouvernement", "commitment 4 l'État hôte"}},
	{"befreit", "de", "Die Regierung stellt dem Institut ein Haus zur Verfügung. Das Institut ist von allen Steuern befreit. Die Geräte sind in dem Gebiet der anderen Vertragspartei von Zöllen befreit.", InstrumentTreaty,
		[]string{"commitment 4 Die Regierung", "commitment 4 Die Regierung", "commitment 4 der anderen Vertragspartei"}},
	{"vrijgesteld", "nl", "De Regering stelt het Instituut een huis ter beschikking. Het Instituut is vrijgesteld van belasting.", InstrumentTreaty,
		[]string{"commitment 4 De Regering", "commitment 4 De Regering"}},
	{"beroepen", "nl", "De loods meldt zich bij de havenmeester. Elke visser telt zijn vangst binnen twee dagen. Een erkende imker plaatst zijn kasten niet bij de oever. Jaarlijks keurt de dierenarts het vee. De kapitein en de douanier tekenen de lijst. De zomer begint in juni. De letter geeft de klasse aan.", InstrumentTreaty,
		[]string{"commitment 4 De loods", "commitment 4 Elke visser [relative P2D]", "commitment 4 Een erkende imker not", "commitment 4 de dierenarts [recurring R/P1Y]", "commitment 4 De kapitein en de douanier"}},
	{"an agreement over clauses", "en", "The Parties agree that:\n\n(a) the Committee will keep the list;\n\n(b) fees may rise.\n", InstrumentTreaty,
		[]string{"commitment 3 the Committee"}},
	{"a full stop that was lost", "en", "The survey shows that the bridge was sound during the flood Estonia is ready to paint it.", InstrumentRecord,
		[]string{"commitment 1 Estonia"}},
	{"a verb that no list knows", "en", "Flanders possesses two dredgers and 1s prepared to lend them.", InstrumentRecord, []string{"commitment 1 Flanders"}},
	{"may not", "en", "Neither Party may tax the ferry. A Party may not close the lock. Either Party may object.", InstrumentTreaty,
		[]string{"commitment 4 Neither Party not", "commitment 4 A Party not"}},
	{"a list of limits", "en", "Inspection by the Parties shall be limited to:\n\n(a) the locks;\n\n(b) the dykes.\n", InstrumentTreaty,
		[]string{"commitment 4 the Parties"}},
	{"a pronoun for the subject of the condition", "en", "Neither Party shall fish at night. If a Party loses a net, it shall report the loss.", InstrumentTreaty,
		[]string{"commitment 4 Neither Party not", "commitment 4 a Party"}},
	{"a list under a definition", "en", "The term “goods” shall include:\n\n(a) timber;\n\n(b) grain.\n", InstrumentTreaty, nil},
	{"means under a promise", "en", "We will protect the forest by:\n\n- planting oaks;\n\n- recalling the importance of shade.\n", InstrumentCommunique,
		[]string{"commitment 3 We", "commitment 3 We"}},
	{"elided subject", "en", "We met in Tartu and will meet again in 2029.", InstrumentCommunique,
		[]string{"commitment 3 We [explicit 2029]"}},
	{"qualified by effort and by law", "en", "We will strive to open the border. The Parties shall, within the limits of their national legislation, assist each other.", InstrumentUnknown,
		[]string{"commitment 2 We", "commitment 2 The Parties"}},
	{"an inner phrase does not qualify", "en", "We will reduce tariffs on many goods, including, as appropriate, on timber.", InstrumentCommunique,
		[]string{"commitment 3 We"}},
	{"promise nouns", "en", "We reaffirm our commitment to replant the dunes by 2035. We reaffirm our commitment to peace. We reaffirm the importance of dunes.", InstrumentCommunique,
		[]string{"commitment 3 We [explicit 2035]"}},
	{"intention", "en", "Estonia intends to open a reading room and Flanders is ready to lend books.", InstrumentRecord,
		[]string{"commitment 1 Estonia"}},
	{"plain future of things", "en", "The work will take three years. Ghent will be the host city.", InstrumentRecord, nil},
	{"request", "en", "We call on all states to ratify the accord. We urge the council to decide before 2030.", InstrumentCommunique,
		[]string{"request 0 We", "request 0 We [explicit 2030]"}},
	{"an infinitive joined to an infinitive", "en", "We call on shipowners to report losses and commit to repairs.", InstrumentCommunique, []string{"request 0 We"}},
	{"content clauses", "en", "The Participants agree that the Secretariat will keep the list. We stress that we will not raise fees.", InstrumentMemorandum,
		[]string{"commitment 3 The Participants", "commitment 3 we not"}},
	{"damaged markers", "en", "The Parties sball repair the dyke. Each Party shal1 pay half. We wi11 riot wait.", InstrumentUnknown,
		[]string{"commitment 4 The Parties", "commitment 4 Each Party", "commitment 3 We not"}},
	{"a time of a relative clause", "en", "The Parties shall inspect ships that have not been inspected within two years. Each Party shall return any boat that was seized before 1 January 2020. Each Party shall, within two months, pay the sums that fell due by 1 March 2021. Each Party shall list the boats that it owns by 1 May 2031.", InstrumentTreaty,
		[]string{"commitment 4 The Parties", "commitment 4 Each Party", "commitment 4 Each Party [relative P2M]", "commitment 4 Each Party [explicit 2031-05-01]"}},
	{"nl: de tijd van een bijzin", "nl", "Elke partij geeft de schepen terug die vóór 1 januari 2020 in beslag zijn genomen.", InstrumentTreaty, []string{"commitment 4 Elke partij"}},
	{"fr: le temps d'une relative", "fr", "Chaque Partie restitue les bateaux qui ont été saisis avant le 1er janvier 2020.", InstrumentTreaty, []string{"commitment 4 Chaque Partie"}},
	{"de: die Zeit eines Nebensatzes", "de", "Jede Vertragspartei gibt die Schiffe zurück, die vor dem 1. Januar 2020 beschlagnahmt wurden.", InstrumentTreaty, []string{"commitment 4 Jede Vertragspartei"}},
	{"furniture before the subject", "en", "Tel. +49 30 1234567 @here The Parties shall publish the tables. Page 3 of 12 Each Party shall bear its own costs.", InstrumentTreaty,
		[]string{"commitment 4 The Parties", "commitment 4 Each Party"}},
	{"an act is no body", "en", "The delegation of power shall be tacitly extended. The delegation of Estonia shall sit on the left.", InstrumentRegulation,
		[]string{"commitment 4 The delegation of Estonia"}},
	{"how often in a year", "en", "The Committee shall meet three times a year and the Board shall meet twice a month.", InstrumentTreaty,
		[]string{"commitment 4 The Committee [recurring R/P4M]"}},
	{"every quarter", "en", "The Sides intend to meet on a quarterly basis.", InstrumentMemorandum,
		[]string{"commitment 1 The Sides [recurring R/P3M]"}},

	{"nl: tegenwoordige tijd", "nl", "De partijen wisselen jaarlijks een lijst uit van de verzonken schepen.", InstrumentTreaty,
		[]string{"commitment 4 De partijen [recurring R/P1Y]"}},
	{"nl: omgekeerde volgorde", "nl", "Binnen zes maanden na de ondertekening stelt elke partij een contactpunt in.", InstrumentTreaty,
		[]string{"commitment 4 elke partij [relative P6M]"}},
	{"nl: bijzin voorop", "nl", "Indien de dijk schade oploopt, herstelt de beherende staat deze onverwijld.", InstrumentTreaty,
		[]string{"commitment 4 de beherende staat [event ]"}},
	{"nl: lijdende vorm met en zonder dader", "nl", "De kosten worden door de ontvangende partij gedragen. De boeken worden in beide talen bijgehouden.", InstrumentTreaty,
		[]string{"commitment 4 de ontvangende partij", "commitment 4 de partijen"}},
	{"nl: mogen en kunnen", "nl", "Elke partij kan een waarnemer zenden. De schippers hebben recht op vrije doorvaart.", InstrumentTreaty, nil},
	{"nl: het verdrag zelf", "nl", "Dit Verdrag treedt in werking op 1 mei 2031.", InstrumentTreaty, []string{"procedural 0 Dit Verdrag [explicit 2031-05-01]"}},
	{"nl: streven", "nl", "De partijen streven naar een gezamenlijke vaarkaart.", InstrumentTreaty, []string{"commitment 2 De partijen"}},
	{"nl: belofte buiten een verdrag", "nl", "De ministers zullen de studie publiceren. De ministers verwelkomen het rapport.", InstrumentDeclaration,
		[]string{"commitment 3 De ministers"}},

	{"fr: futur et présent", "fr", "Les Parties échangeront chaque année la liste des épaves. Le gouvernement hôte facilite l'accès aux archives.", InstrumentTreaty,
		[]string{"commitment 4 Les Parties [recurring R/P1Y]", "commitment 4 Le gouvernement hôte"}},
	{"fr: engagement et condition", "fr", "Si la digue cède, chaque Partie s'engage à prévenir l'autre Partie sans délai.", InstrumentTreaty,
		[]string{"commitment 4 chaque Partie [event ]"}},
	{"fr: passif", "fr", "Les frais seront supportés par l'État d'envoi. Les registres seront tenus dans les deux langues.", InstrumentTreaty,
		[]string{"commitment 4 l'État d'envoi", "commitment 4 les Parties"}},
	{"fr: interdiction", "fr", "Aucune Partie ne peut fermer l'écluse.", InstrumentTreaty, []string{"commitment 4 Aucune Partie not"}},
	{"fr: droit et faculté", "fr", "Les pilotes jouiront de la libre circulation. Chaque Partie peut envoyer un observateur.", InstrumentTreaty, nil},
	{"fr: l'accord lui-même", "fr", "Le présent Accord entrera en vigueur le 1er mai 2031.", InstrumentTreaty, []string{"procedural 0 Le présent Accord [explicit 2031-05-01]"}},

	{"de: Verpflichtung und Gegenwart", "de", "Die Vertragsparteien verpflichten sich, die Deiche zu unterhalten. Jede Vertragspartei ernennt innerhalb von drei Monaten einen Beauftragten.", InstrumentTreaty,
		[]string{"commitment 4 Die Vertragsparteien", "commitment 4 Jede Vertragspartei [relative P3M]"}},
	{"de: Nachstellung", "de", "Bei Hochwasser unterrichtet die zuständige Behörde unverzüglich die andere Vertragspartei.", InstrumentTreaty,
		[]string{"commitment 4 die zuständige Behörde [event ]"}},
	{"de: Zukunft", "de", "Die Regierung wird das Archiv öffnen.", InstrumentTreaty, []string{"commitment 4 Die Regierung"}},
	{"de: Passiv", "de", "Die Kosten werden von dem Empfangsstaat getragen. Streitigkeiten werden auf diplomatischem Wege beigelegt.", InstrumentTreaty,
		[]string{"commitment 4 dem Empfangsstaat", "commitment 4 die Parteien"}},
	{"de: Erlaubnis und Verbot", "de", "Die Fischer können im Fluss fischen. Keine Vertragspartei darf den Fluss umleiten.", InstrumentTreaty,
		[]string{"commitment 4 Keine Vertragspartei not"}},
	{"de: Genitiv ist kein Subjekt", "de", "Die Vorschriften der Vertragsparteien bleiben unberührt.", InstrumentTreaty, nil},
	{"de: das Abkommen selbst", "de", "Dieses Abkommen tritt am 1. Mai 2031 in Kraft.", InstrumentTreaty, []string{"procedural 0 Dieses Abkommen [explicit 2031-05-01]"}},
	{"de: Bemühen", "de", "Die Vertragsparteien bemühen sich um gemeinsame Karten.", InstrumentTreaty, []string{"commitment 2 Die Vertragsparteien"}},
	{"de: außerhalb eines Vertrags", "de", "Die Minister beabsichtigen, das Archiv zu öffnen. Die Minister begrüßen den Bericht.", InstrumentDeclaration,
		[]string{"commitment 1 Die Minister"}},
}

// TestCommitments runs the cases: what a clause of each kind yields.
func TestCommitments(t *testing.T) {
	for _, c := range commCases {
		t.Run(c.name, func(t *testing.T) {
			opt := &CommitmentOptions{Procedural: true, Requests: true, Instrument: c.instrument}
			var got []string
			for _, r := range FindCommitments(c.text, c.lang, nil, opt) {
				got = append(got, commRender(r))
				if c.text[r.Start:r.End] != r.Quote {
					t.Errorf("the quote %q is not what stands at %d:%d", r.Quote, r.Start, r.End)
				}
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("%s\ngot\n\t%s\nwant\n\t%s", c.text, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// TestCommitmentsEnd guards: "be" before an adverb of two words that begins
// like a preposition does not send the reader round for ever.
func TestCommitmentsEnd(t *testing.T) {
	found := make(chan []Commitment, 1)
	go func() {
		found <- FindCommitments("At the end of this season the subsidy in force will be at least 7 times higher.", "en", nil, nil)
	}()
	select {
	case <-found:
	case <-time.After(time.Minute):
		t.Fatal("no end")
	}
}

// TestCommitmentsLongList guards that the item "(i)" between "(h)" and "(j)" goes
// on with the letters, and opens a list of its own below an item that ends as a
// stem.
func TestCommitmentsLongList(t *testing.T) {
	var b strings.Builder
	b.WriteString("Article 1\n\nThe Parties shall:\n\n")
	for c := 'a'; c <= 'm'; c++ {
		fmt.Fprintf(&b, "(%c) mend the road to village number %d;\n\n", c, c)
	}
	b.WriteString("Article 2\n\nThe Parties shall:\n\n(g) keep boats;\n\n(h) keep the following in good order:\n\n(i) sheds;\n\n(ii) ropes.\n")
	got := FindCommitments(b.String(), "en", nil, &CommitmentOptions{Instrument: InstrumentTreaty})
	if len(got) != 13+2 {
		for _, c := range got {
			t.Logf("%q", c.Quote)
		}
		t.Errorf("got %d records, want 15", len(got))
	}
}
