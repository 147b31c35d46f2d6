package ocrfix

import "strings"

// commTablesDE are the German word classes; commit_second.go says how they
// are used.
var commTablesDE = commTables{
	code:    "de",
	present: true,
	v2:      true,
	classes: []commWords{
		{cDet, `die das ein eine einen einem eines einer dieser diese dieses diesem diesen jede jeder jedes beide beiden kein keine keiner alle allen ihre ihr ihren seine sein
			seiner ihrer unsere unser andere anderen andern vorliegende vorliegenden betreffenden genannten zwei drei vier mehrere gemeinsame erste zweite zuständigen zuständige jeweiligen jeweilige vertragschließenden hohen`},
		{cDet, "der den dem des"},
		{cOwn, "unsere unser unserer"},
		{cPrep, `von in im am an auf bei beim mit für durch bis aus über unter zwischen nach vor vom zu zur zum um ohne gemäß während wegen seit ab innerhalb
			außerhalb hinsichtlich bezüglich namens entsprechend unbeschadet gegenüber gegen des vorbehaltlich infolge mittels aufgrund binnen als`},
		{cConj, "und oder aber sowie sondern noch"},
		{cRel, "welche welcher welches deren dessen wobei wodurch worin denen"},
		{cSub, "wenn falls sofern soweit weil da damit obwohl bevor nachdem sobald solange sodass indem ob wie"},
		{cThat, "dass daß ob"},
		{cWe, "wir"},
		{cIt, "er sie es"},
		{cThis, "dies es dies"},
		{cQuant, "jede jeder beide alle keine"},
		{cNone, "keine keiner kein weder"},
		{cNot, "nicht kein keine keinen nie"},
		{cBe, "ist sind war waren bleibt bleiben"},
		{cBeInf, "sein worden gewesen"},
		{cHave, "hat haben hatte hatten"},
		{cMay, "kann können darf dürfen könnte könnten sollte sollten mag mögen soll sollen"},
		{cPassive, "wird werden"},
		{cDuty, "muss müssen muß verantwortlich verpflichtet gehalten haftbar bindend gebunden zuständig endgültig"},
		{cParty, `vertragspartei vertragsparteien partei parteien regierung regierungen staat staaten vertragsstaat vertragsstaaten mitgliedstaat mitgliedstaaten
			teilnehmer republik königreich fürstentum großherzogtum herzogtum freistaat bundesrepublik ministerium ministerien unterzeichner behörden behörde bundesregierung seiten seite länder land union bundesrat
			deutschland österreich schweiz belgien flandern estland lettland litauen frankreich italien spanien portugal polen ungarn ukraine niederlande luxemburg
			liechtenstein norwegen schweden finnland dänemark kanada japan china indien brasilien russland türkei griechenland bulgarien rumänien kroatien slowenien
			tschechien slowakei irland malta zypern island moldau georgien
			ministerinnen ministerin minister gemeinschaft staatsregierung teile gebietskörperschaft gebietskörperschaften körperschaft körperschaften gemeinde gemeinden
			kanton kantone bund länder freistaat stadt städte staats- verwaltung verwaltungen vertragsschließenden vertragspartner partner parlament senat landesregierung landesregierungen
			regierungschefs staatschefs präsidenten außenminister`},
		{cBody, "amt ämter grenzkommission"},
		{cPerson, `besitzer käufer verkäufer mieter pächter züchter arbeiter unternehmer händler nutzer benutzer anbieter verwalter spediteur bürger
			bewohner anwohner bürgermeister bürgermeisterin lieferant lieferanten halter jäger fischer landwirt landwirte`},
		{cBody, `kommission ausschuss ausschuß rat arbeitsgruppe gericht schiedsgericht sekretariat büro agentur konferenz organisation organisationen einrichtung
			einrichtungen delegation institut gremium gerichtshof stelle stellen unternehmen universität universitäten lenkungsausschuss beirat dienst vorstand präsidium versammlung rat komitee verband verbände verein kammer kammern anstalt stiftung fonds zentrum zentrale hochschule hochschulen
			mannschaft mannschaften gesellschaft gesellschaften verwaltungsrat aufsichtsrat kuratorium polizei zoll delegationen ausschüsse gerichte kommissionen arbeitsgruppen institute schule schulen bank banken präsidentschaft vorsitz`},
		{cPerson, `vorsitzende vorsitzender obmann schiedsrichter sachverständige sachverständigen vertreter beamte beamten direktor staatsangehörige staatsangehörigen
			person personen personal mitglieder mitglied leiter generalsekretär präsident inhaber koordinator verwahrer fachkräfte experten arbeitgeber arbeitnehmer betreiber eigentümer hersteller antragsteller empfänger leistungserbringer beförderer schiffsführer richter schiedsrichterin
			vorsitzenden stellvertreter bedienstete bediensteten angehörige angehörigen begünstigte verantwortliche auftraggeber auftragnehmer gläubiger schuldner reisende einführer verfügungsberechtigte bevollmächtigte beauftragte beauftragten sekretär geschäftsführer`},
		{cInstr, `erklärung absichtserklärung vertrag vertrags vertrages staatsvertrag staatsvertrags staatsvertrages verordnung gesetz gesetzes beschluss richtlinie satzung geschäftsordnung-dies abkommen abkommens übereinkommen übereinkommens protokoll protokolls memorandum anlage anlagen artikel absatz bestimmung
			bestimmungen vereinbarung vereinbarungen änderung änderungen kündigung notenwechsel wortlaut fassung`},
		{cAdv, `auch ferner gemeinsam gegenseitig jedoch hierzu dazu unverzüglich umgehend stets sodann daher dabei hierbei schriftlich jährlich regelmäßig
			ebenfalls einander nur jeweils insbesondere weiterhin künftig einvernehmlich darüber hinaus sich`},
		{cMonth, monthsDE},
		{cUnit, "tag tage tagen woche wochen monat monate monaten jahr jahre jahren stunden"},
		{cDefine, `bedeutet bedeuten umfasst umfassen bezeichnet bezeichnen enthält enthalten besteht bestehen gilt gelten beinhaltet`},
		{cDeem, `angesehen betrachtet ausgelegt verstanden gehört bevollmächtigt beigefügt zusammengesetzt`},
		{cEntitle, `recht berechtigt befugt genießt genießen zulässig frei befugnis anspruch möglich`},
		{cApply, `gilt gelten findet finden berührt berühren lässt lassen bleibt bleiben`},
		{cForce, `kraft beendet beenden kündigen gekündigt kündigung außer geändert änderung verlängert verlängerung gültig geltungsdauer ratifikation verbindlich maßgebend inkrafttreten
			anwendung stillschweigend`},
		{cProcNoun, "notifikation mitteilung voraussetzungen kündigung ratifikationsurkunden anzeige"},
		{cExempt, "befreit ausgenommen"},
		{cTry, "bestrebt bemüht bemühen strebt streben versucht versuchen"},
		{cQual, "möglich erforderlich angemessen geeignet möglichkeit zweckmäßig notwendig nötig"},
		{cLaw, "rechtsvorschriften gesetze gesetzen recht möglichkeiten mittel haushaltsmittel vorschriften zuständigkeiten rechts"},
		{cPolite, `erklärte erklärten verordnet verordnen begrüßt begrüßen bekräftigt bekräftigen erkennt erkennen betont betonen erinnert erinnern unterstreicht unterstreichen stellt-fest würdigt würdigen
			bedauert bedauern verurteilt verurteilen bestätigt bestätigen unterstützt-politisch hofft hoffen teilt-mit nimmt-kenntnis unterstützen unterstützt`},
		{cIntent, "beabsichtigt beabsichtigen will wollen plant planen bereit wünscht wünschen"},
		{cPromise, `verpflichtet verpflichten vereinbart vereinbaren sagt sagen zusichert zusagen verabredet verabreden beschließt beschließen gewährleistet gewährleisten garantiert garantieren verspricht vereinbarte vereinbarten verabredeten beschloss beschlossen verpflichtete verpflichteten`},
		{cPromise, "sagte kam"},
		{cRequest, "bat baten ersuchte ersuchten ersucht ersuchen ruft rufen fordert fordern lädt laden bittet bitten ermutigt ermutigen"},
		{cVerb, "trägt tragen übernimmt übernehmen tritt treten tut tun gibt geben geht gehen"},
		{cVerb | cPart, "gewährt gewähren gestattet gestatten genehmigt genehmigen gestaltet gestalten gebraucht gebrauchen"}, // begin as participles do
		{cAmount, "beträgt betragen"},
		{cPromised, "beschlossen vereinbart zugesagt übereingekommen verabredet zugesichert entschieden"},
		{cPromiseNoun, "entschlossenheit verpflichtung zusage absicht willen bereitschaft engagement versprechen"},
		{cEstab, "eingesetzt gebildet errichtet eingerichtet"},
		{0, "vorrat apparat quadrat heirat inserat datenbank datenbanken baustelle anlegestelle haltestelle tankstelle schnittstelle ausland inland festland ackerland weideland trichter"},
		{cOpen, "einschließlich insbesondere wie"},
	},
	suffix:  commSuffixDE,
	fragile: `wird werden nicht vertragsparteien`,
}

// commSuffixDE guesses classes of an unlisted German word from its ending.
func commSuffixDE(w string) commClass {
	cls := commCompoundDE.class(w)
	switch {
	case len(w) < 4:
		return 0
	case cls != 0:
		return cls
	case strings.HasSuffix(w, "lich"), strings.HasSuffix(w, "ische"), strings.HasSuffix(w, "ung"), strings.HasSuffix(w, "ungen"), strings.HasSuffix(w, "heit"), strings.HasSuffix(w, "keit"):
		return cAdj
	case strings.HasPrefix(w, "ge") && (strings.HasSuffix(w, "t") || strings.HasSuffix(w, "en")):
		return cPart
	case strings.HasSuffix(w, "t"):
		return cVerb | cPart
	case strings.HasSuffix(w, "en"), strings.HasSuffix(w, "ern"), strings.HasSuffix(w, "eln"):
		return cVerb
	}
	return 0
}

// commCompoundDE gives compounds the class of their last member.
var commCompoundDE = commCompoundsOf([]commWords{
	{cParty, "staat staaten partei parteien regierung regierungen behörde behörden ministerium ministerien minister ministerin ministerinnen verwaltung verwaltungen gemeinde gemeinden land länder"},
	{cBody, "kommission ausschuss ausschuß rat gruppe gericht gerichte büro agentur amt ämter stelle stellen bank banken sekretariat institut institute kommissionen ausschüsse verband verbände vorstand mannschaft mannschaften gesellschaft gesellschaften anstalt stiftung fonds zentrum zentrale versammlung beirat komitee kammer kammern polizei schule schulen delegation delegationen konferenz organisation organisationen dienst dienste unternehmen gruppen"},
	{cPerson, "besitzer nutzer anbieter händler züchter meister kraft kräfte lehrer leiter inhaber träger nehmer geber beamte beamten angehörige angehörigen mitglied mitglieder sekretär direktor führer führerin halter betreiber hersteller eigentümer steller vertreter vorsitzende vorsitzender richter arzt ärzte experten berechtigte berechtigten bedienstete bediensteten"},
})
