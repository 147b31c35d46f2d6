package ocrfix

import "strings"

// commTablesFR are the French word classes and markers. In treaties the present
// and the future of a party bind; their verbs are found by commSuffixFR.
var commTablesFR = commTables{
	code:    "fr",
	present: true,
	elision: true,
	groups: map[string]string{
		"promise": "engagement|engagements|détermination|volonté|intention|promesse",
		"express": "réaffirme|réaffirment|réaffirmons|réitère|réitèrent|réitérons|soulignons|rappelons|confirme|confirment|confirmons|exprime|expriment|exprimons|renouvelons|affirmons",
		"be":      "est|sont|sommes|seront|sera",
	},
	markers: []commMarker{
		{"s' engage|engagent|engagera|engageront à", mkPromise, 4},
		{"nous engageons à", mkPromise, 4},
		{"convient|conviennent|convenons|conviendront de|d'", mkAgree, 4},
		{"sont convenus|convenues de|d'", mkAgree, 4},
		{"sommes convenus|convenues", mkAgree, 4},
		{"ont convenu de|d'", mkAgree, 4},
		{"entend|entendent|entendons|compte|comptent|comptons", mkMean, 1},
		{"décide|décident|décidons de|d'", mkPromise, 3},
		{"allons", mkPromise, 3},
		{"avons décidé|convenu|résolu de|d'", mkPromise, 3},
		{"s' emploie|emploient|emploiera|emploieront à", mkIntent, 2},
		{"s' efforce|efforcent|efforcera|efforceront|efforcerons de|d'", mkIntent, 2},
		{"nous efforcerons|efforçons de|d'", mkIntent, 2},
		{"cherche|cherchent|chercherons|cherchera|chercheront|tentera|tenteront|tenterons|tâchera|tâcheront à|de|d'", mkIntent, 2},
		{"<be> tenu|tenue|tenus|tenues de|d'", mkDuty, 4},
		{"<be> responsable|responsables de|d'|du|des", mkDuty, 4},
		{"<be> déterminé|déterminés|déterminées|résolus|résolues|résolu à", mkPromise, 3},
		{"doit|doivent|devra|devront", mkMust, 4},
		{"entend|entendent|entendons|envisage|envisagent|envisageons|souhaite|souhaitent|compte|comptent|propose|proposent de|d'", mkIntent, 1},
		{"souhaite|souhaitent|souhaitons|veut|veulent", mkMean, 1},
		{"se dit|dite|disent|déclare|déclarent prêt|prête|prêts|prêtes|disposé|disposée|disposés|disposées à", mkIntent, 1},
		{"se propose|proposent de|d'", mkIntent, 1},
		{"a|ont|avons l' intention de|d'", mkIntent, 1},
		{"a|ont|avons pour intention|objectif|but de|d'", mkIntent, 1},
		{"<be> prêt|prête|prêts|prêtes|disposé|disposée|disposés|disposées à", mkIntent, 1},
		{"vise|visent|visons à", mkIntent, 1},
		{"<express> notre|leur|son ~ <promise> à|de|d'|en", mkNoun, 3},
		{"invite|invitent|invitons|appelle|appellent|appelons|exhorte|exhortons|encourage|encourageons|demandons|prions", mkRequest, 0},
	},
	classes: []commWords{
		{cDet, `le la les l' un une des du ce cet cette ces son sa ses leur leurs notre nos chaque tout toute tous toutes aucun aucune
			autre autres deux trois plusieurs quelque même mêmes chacun chacune certaines certains présent présente présents présentes ledit ladite lesdits lesdites`},
		{cOwn, "notre nos"},
		{cPrep, `de d' du des à au aux en dans par pour sur sous avec sans entre vers chez selon après avant depuis pendant durant contre
			dès hors parmi envers outre malgré concernant quant conformément lors afin jusqu'à suivant moyennant y-compris jusqu' sauf`},
		{cConj, "et ou mais ni etle etla et/ou puis"},
		{cRel, "qui que qu' dont où lequel laquelle lesquels lesquelles auquel duquel desquels auxquels"},
		{cSub, "si lorsque lorsqu' quand puisque tandis alors-que pourvu bien-que comme parce tant s'il"},
		{cThat, "que qu'"},
		{cWe, "nous"},
		{cIt, "il elle ils elles celui-ci celle-ci ceux-ci celles-ci ceux"},
		{cThis, "ce ceci cela on rien"},
		{cQuant, "chacun chacune chaque tous toutes aucun aucune dernier dernière"},
		{cNone, "aucun aucune ni nul nulle"},
		{cNot, "ne n' pas point jamais"},
		{cClitic, "se s' ne n' y en le la les l' lui leur me m' vous nous"},
		{cBe, "est sont sommes soient était étaient reste restent demeure demeurent"},
		{cBe | cFuture, "sera seront serons restera resteront demeurera demeureront"},
		{cBeInf, "être été étant"},
		{cHave, "a ont avons ait aient avait avaient"},
		{cHave | cFuture, "aura auront aurons"},
		{cMay, "peut peuvent pouvons pourra pourront pourrait pourraient puisse puissent devrait devraient"},
		{cParty, `partie parties gouvernement gouvernements état états participants participant signataires signataire pays royaume principauté grand-duché république
			autorité autorités ministère ministères membres membre contractante contractantes ambassade union administrations administration
			communauté g7 ministres ministre dirigeants chefs territoires région régions commune communes province provinces collectivité collectivités canton cantons gouverneur gouverneurs`},
		{cBody, `commission commissions comité comités conseil tribunal cour groupe groupes secrétariat bureau agence agences assemblée conférence
			organisation organisations institution institutions office offices délégation délégations organisme organismes direction banque banques
			universités université entreprises entreprise société sociétés services service jury institut instituts parlement chambre fondation association associations fonds centre centres police douane présidence école écoles régie collège directions directoire groupement`},
		{cPerson, `gardes maire maires préfet préfets bourgmestre président présidente vice-président arbitre arbitres expert experts représentant représentants officier officiers agent agents
			fonctionnaire fonctionnaires directeur directeurs titulaire titulaires personne personnes ressortissant ressortissants
			secrétaire dépositaire coordonnateur coordonnateurs travailleur travailleurs personnel consul coopérants coopérant volontaires chercheurs propriétaire propriétaires batelier bateliers capitaine employeur employeurs employé employés exploitant exploitants transporteur transporteurs producteur producteurs fabricant fabricants importateur exportateur
			usager usagers utilisateur utilisateurs bénéficiaire bénéficiaires demandeur demandeurs détenteur détenteurs juge juges greffier notaire magistrat inspecteur inspecteurs contrôleur contrôleurs médiateur rapporteur gérant conducteur conducteurs ambassadeur consuls délégué délégués directrice secrétaires responsable gestionnaire gestionnaires assuré assurés candidat candidats étudiant étudiants contribuable entrepreneur fournisseur fournisseurs opérateur opérateurs prestataire prestataires`},
		{cInstr, `arrêté décret accord accords traité traités convention conventions protocole protocoles annexe annexes mémorandum arrangement arrangements note notes
			disposition dispositions article articles paragraphe paragraphes avenant avenants échange texte textes`},
		{cAdv, `également aussi ensuite donc toutefois cependant notamment immédiatement gratuitement librement conjointement ensemble réciproquement
			mutuellement toujours outre ainsi néanmoins alors bien plus encore enfin`},
		{cMonth, monthsFR},
		{cUnit, "jour jours semaine semaines mois an ans année années heures trimestre"},
		{cDefine, `comprend comprennent comprendra comprendront désigne désignent signifie signifient constitue constituent contient contiennent
			constituera constitueront entend inclut incluent comporte comportent`},
		{cDeem, `considéré considérée considérés considérées réputé réputée réputés réputées censé composé composée constitué-e régi régie régis régies
			inviolable inviolables assimilé assimilée assimilés convenu convenus convenues signé annexé annexée annexées prévu prévue prévus prévues`},
		{cEntitle, `jouit jouissent jouira jouiront bénéficie bénéficient bénéficiera bénéficieront autorisé autorisée autorisés autorisées habilité habilités
			habilitée libre libres droit droits voix compétence faculté compétent compétente pouvoir`},
		{cApply, `applique appliquent appliquera appliqueront étend étendent étendra étendront affecte affectent affectera affecteront prévaut
			prévaudra porte`},
		{cForce, `vigueur dénoncer dénonce dénonciation reconduction renouvelé renouvelée reconduit fin expiration expire expirera modifié modifiée modifiés
			amendé valable valide validité amendement amendements modification modifications ratification ratifié résiliation foi cessera cesseront
			soumise soumis dénoncé dénoncée prorogé prorogée application suspendu authentiques suspension effet`},
		{cProcNoun, "notification notifications procédures formalités ratification dénonciation accomplissement préavis"},
		{cExempt, `dispensé dispensés dispensée dispensées exempté exemptés exemptée exemptées exonéré exonérés exonérée exonérées exempt exempts exempte exemptes`},
		{cDuty, "définitive définitif définitifs définitives contraignante contraignantes contraignant obligatoire obligatoires responsable responsables tenu tenus liées lié"},
		{cDuty, "chargé chargée chargés chargées"},
		{cPart, `fait faits faite faites pris prise prises mis mise mises rendu rendue rendus rendues transmis transmise transmises soumis soumise soumises
			réglé remis remise versé tenu tenue tenus tenues ouvert ouverte offert offerte conclu conclue conclus conclues dû due dues défini définie établi établie
			établis établies fourni fournie fournis fournies choisi choisie perçu perçus reçu reçus reçue résolu résolue convenu convenue inscrit inscrite produit`},
		{cQual, `possible nécessaire besoin échéant approprié appropriée raisonnables raisonnable disponibles opportun utile`},
		{cLaw, "législation législations lois loi règlements réglementation réglementations moyens ressources droit"},
		{cTry, "efforce efforcent efforcera efforceront efforcer tente tentent"},
		{cOpen, "notamment y-compris tels telles tel telle"},
		{cPolite, `présente présentent propose proposent prie prient saisit saisissent accuse accusent accepte acceptent reconnaît reconnaissent reconnaissons
			note notent notons souligne soulignent salue saluent rappelle rappellent réaffirme réaffirment estime estiment constate constatent
			considère considèrent félicite félicitent approuve approuvent partage partagent déclare déclarent agissant regrette condamne relève
			faisant accueille accueillent prend-note exprime expriment confirme confirment souhaite souhaitent veut veulent`},
		{cValue, `souveraineté indépendance démocratie liberté paix valeurs principes droit multilatéralisme dignité stabilité sécurité`},
		{cAdj, `compétent compétente compétentes compétents différent différente présent permanent permanente pertinent pertinents récent urgent équivalent
			précédent suivent adhérent patent évident fréquent excellent argent parent content ent souvent comment client document moment vent cent récente
			contractant danoise néerlandaise française participante requérante requise mixte conjointe intéressée concernée haute bilatérale nationale centrale
			locale publique première seconde autre aérienne britannique belge italienne allemande fédérale hôte tierce arbitrale militaire civile d'envoi`},
		{cVerb, `facilite autorise protège notifie délivre nomme prend accorde assure garantit veille encourage favorise communique informe transmet fournit établit
			désigne adopte respecte soumet consulte coopère échange examine met remet rend tient permet exempte supporte paie verse rembourse conclut organise
			participe contribue applique octroie admet accepte admettent admettra renonce interdit interdisent prête exécute publie conserve crée institue
			charge assume décide détermine statue élit fixe rédige invite envoie reçoit élabore réunit traite restitue dispense exige
			poursuit poursuivent agit agissent met convient coordonne associe offre ouvre maintient soutient promeut développe renforce mène
			s'abstient abstient oblige finance attribue apporte procède répond suit fait font sont vont va étudie évalue présente adresse ratifie
			instituent créent prennent mettent tiennent rendent font permettent`},
	},
	suffix: commSuffixFR,
}

// commSuffixFR guesses classes of an unlisted French word from its ending.
func commSuffixFR(w string) commClass {
	switch {
	case strings.HasSuffix(w, "ment") || strings.HasSuffix(w, "aient") || strings.HasSuffix(w, "ent-ils") || len(w) < 5:
		return 0
	case commAgentiveFR(w):
		return cPerson
	case strings.HasSuffix(w, "eront"), strings.HasSuffix(w, "era"), strings.HasSuffix(w, "iront"), strings.HasSuffix(w, "ira"),
		strings.HasSuffix(w, "ront"), strings.HasSuffix(w, "dra"), strings.HasSuffix(w, "rra"), strings.HasSuffix(w, "tra"), strings.HasSuffix(w, "erons"), strings.HasSuffix(w, "irons"), strings.HasSuffix(w, "rons"):
		return cFuture | cVerb
	case strings.HasSuffix(w, "ent"), strings.HasSuffix(w, "eons"):
		return cVerb
	case strings.HasSuffix(w, "é"), strings.HasSuffix(w, "és"), strings.HasSuffix(w, "ée"), strings.HasSuffix(w, "ées"), strings.HasSuffix(w, "ie"), strings.HasSuffix(w, "ies"), strings.HasSuffix(w, "ant"):
		return cPart
	}
	return 0
}

// commAgentiveFR reports whether an unlisted French noun names a doer by its
// ending: apiculteur, vendeurs, exportatrice.
func commAgentiveFR(w string) bool {
	w = strings.TrimSuffix(w, "s")
	if strings.HasSuffix(w, "ien") || strings.HasSuffix(w, "iste") {
		return len(w) > 6 && !commThingsFR[w]
	}
	return len(w) > 6 && (strings.HasSuffix(w, "eur") && !commThingsFR[w] || strings.HasSuffix(w, "teuse") || strings.HasSuffix(w, "atrice"))
}

// commThingsFR end as doers do and are none.
var commThingsFR = wordSet(`entretien maintien soutien ancien méridien quotidien consiste persiste assiste insiste résiste subsiste valeur couleur chaleur douleur longueur largeur rigueur vigueur langueur erreur horreur terreur grandeur profondeur
	honneur teneur humeur faveur saveur hauteur lenteur moteur secteur facteur vecteur tracteur compteur indicateur capteur réacteur ordinateur
	conteneur extérieur intérieur supérieur inférieur antérieur postérieur ultérieur majeur mineur meilleur plusieur ailleur épaisseur splendeur
	lourdeur ampleur pesanteur blancheur fraîcheur senteur rumeur vapeur congélateur générateur transformateur condensateur multiplicateur`)
