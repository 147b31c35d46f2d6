package ocrfix

import "strings"

// commTablesEN are the English word classes and markers. Strengths are those of
// a binding text; commStrength lowers them elsewhere.
var commTablesEN = commTables{
	code: "en",
	groups: map[string]string{
		"be":      "am|is|are|be|remain|remains|stand|stands",
		"have":    "have|has|had",
		"self":    "ourselves|itself|themselves|himself|herself",
		"promise": "commitment|commitments|determination|resolve|pledge|pledges|promise|undertaking",
		"own":     "our|its|their|the",
		"express": `reaffirm|reaffirms|reiterate|reiterates|underscore|underscores|underline|underlines|stress|stresses|express|expresses
			emphasize|emphasise|emphasizes|emphasises|re-emphasize|re-emphasise|reemphasize|reconfirm|reconfirms|confirm|confirms|affirm|affirms
			renew|renews|restate|restates|recall|recalls|repeat|declare|declares|share|shares|announce|announces|state|demonstrate|have|uphold|reassert|record
			reinforce|extend|reaffirmed|reiterated|underscored|underlined|stressed|expressed|emphasized|emphasised|confirmed|affirmed|renewed|recommit`,
		"request": `call|calls|urge|urges|invite|invites|encourage|encourages|ask|asks|invited|urged|asked|requested|request|requests|appeal|appeals|exhort|implore|recommend|recommends`,
	},
	markers: []commMarker{
		{"shall", mkModal, 4},
		{"will", mkWill, 3},
		{"must", mkMust, 4},

		{"may|can|cannot", mkMay, 4},

		{"undertake|undertakes to", mkPromise, 4},
		{"undertake|undertakes <self> to", mkPromise, 4},
		{"undertake|undertakes that", mkPromise, 4},
		{"<be> obliged|bound|obligated to", mkDuty, 4},
		{"<be> required to", mkDuty, 4},
		{"<be> responsible for", mkDuty, 4},
		{"hereby consent|consents|agree|agrees|establish|establishes|guarantee|guarantees|grant|grants|waive|waives", mkAgree, 4},
		{"consent|consents to", mkAgree, 4},
		{"guarantee|guarantees", mkAgree, 4},
		{"waive|waives|renounce|renounces", mkAgree, 4},
		{"agree|agrees to|that|on|upon", mkAgree, 4},
		{"<have> agreed ~ to|that", mkAgree, 4},
		{"<have> agreed on|upon the following", mkAgree, 4},
		{"<have> decided|resolved|undertaken to|that", mkPromise, 3},
		{"<be> agreed to|that|on", mkAgree, 3},
		{"agreed to|that|on|upon", mkAgree, 4},

		{"commit|commits to", mkPromise, 3},
		{"commit|commits <self> to", mkPromise, 3},
		{"commit|commits that", mkPromise, 3},
		{"commit|commits our|their|its ~ to", mkPromise, 3},
		{"strive|strives|endeavour|endeavours|endeavor|endeavors to", mkIntent, 2},
		{"committed to", mkPromise, 3},
		{"recommit|recommits to", mkPromise, 3},
		{"recommit|recommits <self> to", mkPromise, 3},
		{"<be> committed to", mkPromise, 3},
		{"<have> committed to", mkPromise, 3},
		{"<have> committed <self> to", mkPromise, 3},
		{"committed <self> to", mkPromise, 3},
		{"<be> firm|steadfast|unwavering|united|resolute|unequivocal|clear in <own> ~ <promise> to|towards", mkNoun, 3},
		{"<be> dedicated to", mkPromise, 3},
		{"dedicate|dedicates|pledge|pledges|bind|binds|engage|engages <self> to", mkPromise, 3},
		{"pledge|pledges|pledged to", mkPromise, 3},
		{"pledge|pledges our|their|its|cooperation|co-operation|support|assistance|up", mkPromise, 3},
		{"promise|promises|vow|vows to", mkPromise, 3},
		{"resolve|resolves|resolved to", mkPromise, 3},
		{"decide|decides|decided to|that|on", mkPromise, 3},
		{"<be> resolved|determined to", mkPromise, 3},
		{"<be> resolved that", mkPromise, 3},
		{"<be> tasked|mandated|charged|instructed to|with", mkDuty, 3},
		{"<express> ~ our|its|their ~ <promise> to|towards|on", mkNoun, 3},
		{"<express> ~ our|its|their ~ <promise> ~~ to", mkNoun, 3},
		{"<express> a ~ <promise> to", mkNoun, 3},
		{"and our|its|their ~ <promise> to", mkNoun, 3},
		{"<express> the ~ <promise> to", mkNoun, 3},
		{"task|tasks|instruct|instructs|direct|directs|mandate|mandates|charge|charges|commission our|their|its", mkTask, 3},
		{"<have> tasked|instructed|directed|mandated|asked our|their|its", mkTask, 3},
		{"undertook to", mkPromise, 3},
		{"establish|establishes|create|creates|constitute|constitutes|set|sets|institute|institutes", mkFound, 4},
		{"is|are established|created|constituted|instituted|founded|formed|set|granted|abolished", mkHereby, 4},
		{"is|are subject to ratification|acceptance|approval|signature", mkProc, 0},

		{"intend|intends|aim|aims|plan|plans|seek|seeks|offer|offers|propose|proposes to", mkIntent, 1},
		{"aim|aims at", mkIntent, 1},
		{"want|wants|wish|wishes to", mkIntent, 1},
		{"<be> ready|prepared|open|willing to", mkIntent, 1},
		{"<be> planning|aiming|intending|seeking|looking to", mkIntent, 1},
		{"<express> ~ readiness|willingness|intention|intent|ambition|aim to", mkIntent, 1},
		{"have|has the intention to|of", mkIntent, 1},

		{"support|supports|endorse|endorses|endorsed|advocate|advocates|facilitate|facilitates|continue|continues|announce|announces|extend|extends|renew|renews", mkPolicy, 1},
		{"<be> working|taking|making", mkPolicy, 1},
		{"need|needs|have to", mkPolicy, 1},
		{"should", mkPolicy, 1},
		{"<express> ~ support for|to", mkPolicy, 1},

		{"call|calls on|upon|for", mkRequest, 0},
		{"<request>", mkRequest, 0},
	},
	fragile: "is shall will must not commit committed undertake undertakes agree agrees intend intends",
	classes: []commWords{
		{cDet, `the a an this that these those each every either neither both all any some no such its their our my his her
			other another one two three many several various certain most more further own respective same following last latter former said`},
		{cOwn, "our my"},
		{cPrep, `of in on at by for with without to from into onto upon within under over between among amongst against through throughout during
			before after since until till concerning regarding respecting towards toward via per across around about above below beyond
			near inside outside along alongside despite besides notwithstanding pursuant following including excluding except like as`},
		{cConj, "and or but nor as-well-as & and/or"},
		{cRel, "which who whom whose that"},
		{cSub, "if when where unless because while whilst whereas although though provided whenever wherever once until before after as insofar lest so than"},
		{cConcede, "while whilst whereas although though"},
		{cThat, "that whether how what why"},
		{cWe, "we"},
		{cIt, "it they he she"},
		{cThis, "this these those such there which that nothing"},
		{cQuant, "each both neither either all none latter former"},
		{cNone, "neither no none nothing nor"},
		{cNot, "not never"},
		{cBe, "am is are was were 's 're isn't aren't remain remains"},
		{cBeInf, "be been being"},
		{cHave, "have has had"},
		{cModal, "shall will must won't"},
		{cMay, "may can could might should would cannot need ought"},
		{cFinite, `do does did welcome welcomes recognize recognise recognizes recognises note notes stress stresses underline underlines
			reaffirm reaffirms reiterate acknowledge acknowledges believe believes condemn condemns support supports endorse endorses agree agrees
			commit commits pledge pledges call calls urge urges encourage encourages invite invites ask asks intend intends aims plans seeks offers
			emphasize emphasise emphasizes highlight highlights affirm affirms appreciate commend express expresses remains include includes continue
			continues becomes become comes come makes make takes take gives give shows show requires require constitutes arises arise exists exist
			considers consider decides decide wishes wants met meets meet issued welcomed agreed arose faced share shares fails fail falls fall
			contains provides concerns relates relate applies apply refers deems decides suffer suffers accords allows allow enables enable regret
			underscore underscores expect expects deplore look looks hope hopes face faces serves serve differs differ`},
		{cParty, `united party parties participant participants signatory signatories government governments state states member members country countries nation nations
			side sides contracting kingdom principality republic union ministry ministries administration administrations authority authorities federation
			g7 g8 g20 eu community communities leaders ministers minister governors principality confederation`},
		{cBody, `committee committees commission commissions council councils tribunal tribunals court courts panel panels board boards secretariat
			bureau agency agencies assembly conference group groups force forces team teams organization organizations organisation organisations
			institution institutions institute institutes office offices department departments body bodies directorate centre centres center
			delegation delegations parliament mission missions bank banks fund funds forum company companies undertaking undertakings
			enterprise enterprises firm firms association associations university universities entity entities college directorates
			laboratory laboratories society jury presidency presidencies network`},
		{cPerson, `secretaries mayor mayors president presidents chair chairs chairman chairmen chairperson chairpersons secretary-general secretary director directors director-general
			arbitrator arbitrators expert experts representative representatives officer officers official officials coordinator
			ambassador ambassadors national nationals citizen citizens person persons people staff personnel holder holders judge judges mediator
			rapporteur applicant applicants operator operators manufacturer manufacturers importer importers exporter exporters provider providers
			supplier suppliers distributor distributors sponsor sponsors beneficiary beneficiaries recipient recipients employer employers employee employees
			worker workers master masters owner owners user users authorising contractor contractors auditor auditors investigator investigators
			trainee trainees candidate candidates tenderer tenderers creditor creditors debtor debtors issuer issuers investor investors depositary
			co-chairs co-chair vice-president rapporteurs consul consuls attaché attachés heads head partners partner team trader traders seller sellers
			farmer farmers producer producers processor processors controller controllers carrier carriers driver drivers captain captains pilot
			depositor depositors servant servants spouse spouses child children parent parents minors passenger passengers inspector inspectors servants agent agents successor consortium consortia who`},
		{cInstr, `agreement agreements treaty treaties convention conventions protocol protocols memorandum mou arrangement arrangements annex annexes
			article articles paragraph paragraphs provision provisions appendix accord charter regulation regulations directive directives
			clause clauses chapter chapters section subparagraph`},
		{cInstrWeak, `order ordinance decree amendment amendments letter letters instrument instruments understanding decision decisions schedule schedules text texts
			termination denunciation discontinuation withdrawal point points exchange declaration communiqué act`},
		{cAdv, `also therefore further furthermore hereby however jointly together then only always accordingly thus now immediately forthwith
			both fully firmly strongly once again at all times likewise still even yet just so soon well first instead moreover nevertheless
			thereupon thereafter too each either as in-turn quickly`},
		{cMonth, monthsEN + " " + shortMonthsEN},
		{cUnit, `day days week weeks month months year years hour hours decade decades quarter quarters`},
		{cNum, `one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty sixty ninety hundred fourteen eighteen thirteen sixteen twenty-four`},
		{cDefine, `mean means comprise comprises include includes consist consists constitute constitutes contain contains denote denotes signify`},
		{cDeem | cPart, `deemed considered regarded construed understood interpreted presumed composed represented`},
		{cPart, `referred called known defined treated`},
		{cConvey, `given communicated transferred granted paid informed notified sent forwarded transmitted submitted provided supplied delivered returned available payable assisted`},
		{cEstab | cPart, `established set created instituted constituted formed appointed convened`},
		{cSay, `declare declares agree agrees agreed confirm confirms affirm affirms reaffirm decide decided announce announced resolved pledge state determined`},
		{cEntitle, `entitled permitted allowed enjoy enjoys eligible authorised authorized empowered free freedom immunity immunities privileges able right rights power powers access
			benefit discretion jurisdiction competence latitude possible`},
		{cApply, `apply applies prevail prejudice affect affects preclude prevent extend govern supersede replace limit impair derogate
			override remain relate concern depend lapse expire cease commence begin start end result become take`},
		{cForce, `force effect effective valid terminate terminated terminates termination denounce denounced denunciation discontinue discontinuance
			discontinuation amend amended amendment amendments ratify ratified ratification accession deposit deposited renewed extended tacitly
			modified authentic provisionally concluded reviewed validity signature`},
		{cProcNoun, "notice notification notifications notify notified procedures requirements formalities ratification termination denunciation amendment amendments"},
		{cPart, `resolved decided agreed determined announced
			concerned made taken read given held paid borne kept set met done sent drawn brought found put shown built known chosen understood let left
			laid read written undertaken forgiven withdrawn driven begun become split spent sold told lent led sought cast cut`},
		{cTry, `endeavour endeavor endeavours strive strives seek attempt try aspire`},
		{cQual, `appropriate possible practicable feasible necessary applicable relevant reasonable able`},
		{cLaw, `law laws legislation regulations circumstances capabilities capacities means resources funds budget budgets budgetary appropriations staffing possibilities framework availability competences conditions priorities constitutional practices rules contexts`},
		{cValue, `sovereignty independence integrity democracy democracies freedom freedoms peace values principles rights law order multilateralism dignity
			stability security centrality unity prosperity equality justice solidarity charter alliance friendship defence world`},
		{cOpen, "including notably particularly especially e.g inter by such through namely"},
		{cExempt, "exempt exempted subject"},
		{cDuty, "responsible obliged bound obligated required binding accountable liable final"},
		{cRequest, `call calls urge urges invite invites encourage encourages ask asks request requests appeal appeals exhort implore recommend recommends`},
		{cRoleFree, `matter matters paper papers letter number order offer border water power transfer factor error sector indicator vector register
			transporter further other together former latter rather under over either after never ever however whether order manner
			charter chapter container filter character parameter diameter water winter summer layer computer meter centre-meter counter
			monitor motor labor labour behaviour favour harbour tumor minor major prior error rigor vigor color honour corridor mirror disorder
			fiber fibre tender render remainder reminder quarter master-plan dinner danger hunger anger answer cover discover offer transfer
			amount document measure report procedure proposal request plan cost application programme program project result act information
			data product case opinion list time period territory area resource condition requirement criterion criteria standard rule rate
			conference summit election elections price prices level meeting meetings system mechanism scheme market economy work progress war`},
		{cBase, `support strengthen promote develop exchange share cooperate co-operate collaborate coordinate co-ordinate facilitate encourage
			enhance improve increase reduce ensure provide establish implement continue work take make maintain foster accelerate deepen
			invest advance preserve drive launch deliver address build create expand explore identify consult inform notify protect
			prevent combat fight eliminate end phase adopt apply apply align refrain respect uphold accord grant give carry organise organize
			participate pursue assist help enable contribute mobilise mobilize monitor review report publish submit prepare conduct
			consider undertake seek set keep use hold achieve meet bring raise engage join call expedite intensify step scale resist avoid
			allow act secure safeguard complete finalise finalize tackle boost stimulate extend host send receive appoint designate
			maximise minimise minimize optimise double halve treat permit restore halt reverse encourage leverage harness close open
			recognise transform ratify sign renew discuss limit control fund finance guarantee examine welcome move rationalize`},
	},
	suffix: commSuffixEN,
	abstract: `tion sion ment ness ity ance ence ure ing ism age al ship dom hood ery ies ses ues les res tes ns ts ls ms ds ps cs ks
		ys gs ge`,
}

// commSuffixEN guesses classes of an unlisted English word from its ending.
func commSuffixEN(w string) commClass {
	switch {
	case strings.HasSuffix(w, "ly") && len(w) > 4:
		return cAdv
	case strings.HasSuffix(w, "ing") && len(w) > 5, strings.HasSuffix(w, "ed") && len(w) > 4:
		return cPart
	case commAgentiveEN(w):
		return cPerson
	}
	return 0
}

// commAgentiveEN reports whether an unlisted English noun names a doer by its
// ending: supplier, auditors, applicant, employee.
func commAgentiveEN(w string) bool {
	w = strings.TrimSuffix(w, "s")
	if len(w) < 6 {
		return false
	}
	for _, s := range [...]string{"er", "or", "ant", "ee", "ist", "ian", "eur", "man", "men"} {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}
