package ocrfix

import "strings"

// commTablesNL are the Dutch word classes. Dutch verbs stand second or last, so
// the search starts from the actor and looks for the verb beside it: see
// commit_second.go.
var commTablesNL = commTables{
	code:    "nl",
	present: true,
	v2:      true,
	classes: []commWords{
		{cDet, `de het een deze dit die dat elk elke ieder iedere beide geen alle zijn haar hun onze ons ene andere twee drie vier enkele sommige
			bovengenoemde genoemde desbetreffende betrokken respectieve onderscheiden dezelfde hetzelfde zulke dergelijke zodanige enig enige hunner
			eerste laatste tweede volgende onderhavige bedoelde bevoegde nationale zendende ontvangende gezamenlijke`},
		{cOwn, "onze ons"},
		{cPrep, `van in op aan bij met voor door tot uit over onder tussen naar tegen om ten ter zonder volgens tijdens gedurende wegens krachtens
			na vanaf sinds binnen buiten behoudens inzake betreffende namens ingevolge omtrent jegens middels omwille ondanks overeenkomstig onverminderd per via
			vanwege des der voorafgaand als naargelang tegenover langs naast ondanks bovenop rond rondom ingeval aangaande dankzij getuige uitgezonderd niettegenstaande achter jegens uiterlijk`},
		{cConj, "en of maar alsmede alsook dan noch en/of evenals"},
		{cRel, "die dat welke wie waarbij waarvan waarin waarop waaraan waarmee waardoor waarvoor wier wiens waaronder hetgeen waartoe wat"},
		{cSub, `indien wanneer als tenzij omdat doordat zodat terwijl hoewel voordat nadat zodra zolang teneinde opdat mits aangezien ofschoon indien voorzover
			voorzover totdat alvorens naarmate waar`},
		{cThat, "dat of hoe"},
		{cWe, "wij we"},
		{cIt, "hij zij ze deze het die"},
		{cThis, "dit dat het er daar zulks hierbij"},
		{cQuant, "elk beide alle beiden ieder geen"},
		{cNone, "geen noch niemand"},
		{cNot, "niet geen nooit noch"},
		{cBe, "is zijn was waren blijft blijven"},
		{cBeInf, "zijn geweest te"},
		{cHave, "heeft hebben had hadden"},
		{cModal, "zal zullen"},
		{cMay, "kan kunnen mag mogen zou zouden kon konden moge"},
		{cPassive, "wordt worden"},
		{cDuty, "dient dienen moet moeten behoort behoren verantwoordelijk verplicht gehouden aansprakelijk bindend gebonden"},
		{cParty, `partij partijen verdragspartij verdragspartijen regering regeringen staat staten lidstaat lidstaten koninkrijk vorstendom groothertogdom republiek ministerie ministeries
			deelnemer deelnemers overheid overheden land landen ministers minister ondertekenaars gemeenschap unie autoriteit autoriteiten
			instanties instantie kanton gewest gewesten vlaanderen nederland administratie administraties bestuur besturen gemeente gemeenten provincie provincies gemeenschappen
			regeringsleiders staatshoofden belgië duitsland frankrijk estland letland litouwen luxemburg polen spanje italië portugal oekraïne zweden finland denemarken noorwegen zwitserland oostenrijk hongarije japan china brazilië canada turkije wallonië griekenland ierland tsjechië slowakije slovenië kroatië roemenië bulgarije moldavië georgië`},
		{cBody, `commissie comité raad werkgroep gerecht hof secretariaat bureau agentschap conferentie organisatie organisaties instelling instellingen
			scheidsgerecht tribunaal dienst diensten delegatie delegaties instituut instituten vergadering college bestuur stuurgroep universiteiten universiteit
			onderneming ondernemingen rechtbank bank orgaan organen expertgroep kamer fonds stichting vereniging maatschappij maatschappijen politie douane parlement centrum centrale presidentschap voorzitterschap hogeschool school scholen directie
			comités raden commissies werkgroepen banken vennootschap vennootschappen delegatieleiders overlegcomité`},
		{cPerson, `verzekerde verzekerden betrokkene betrokkenen voorzitter scheidsman scheidslieden arbiter arbiters deskundige deskundigen vertegenwoordiger vertegenwoordigers ambtenaar ambtenaren functionaris
			functionarissen directeur onderdanen onderdaan persoon personen personeel leden lid hoofd secretaris secretaris-generaal president werkgever werknemer
			werknemers houder verbindingsofficier coördinator coördinatoren rapporteur depositaris exploitant vervoerder vervoerders militairen beheerder beheerders eigenaar eigenaars eigenaren gebruiker gebruikers aanvrager aanvragers producent producenten fabrikant invoerder uitvoerder begunstigde begunstigden ontvanger verzender
			schipper schippers loods loodsen arts artsen tolk tolken gids gidsen kok koks piloot piloten kapitein kapiteins bestuurder bestuurders rechter rechters griffier notaris aannemer opdrachtgever inspecteur inspecteurs agent agenten officier officieren ambassadeur consul gezant afgevaardigde afgevaardigden secretarissen minister-president`},
		{cInstr, `samenwerkingsakkoord decreet besluit wet verordening richtlijn verdrag overeenkomst overeenkomsten protocol memorandum bijlage bijlagen artikel artikelen lid-van bepaling bepalingen regeling akkoord
			notawisseling nota briefwisseling tekst teksten bijlage wijziging wijzigingen beëindiging opzegging toepassing`},
		{cAdv, `ook tevens onderling gezamenlijk eveneens bovendien voorts verder daartoe hiertoe echter evenwel slechts uitsluitend onmiddellijk onverwijld steeds
			vervolgens derhalve dan daarbij hierbij nader schriftelijk zo waar nodig onmiddellijk dus jaarlijks regelmatig wederzijds actief nauw
			tenminste ten-minste voortaan zoveel altijd afzonderlijk laatst eerst`},
		{cMonth, monthsNL},
		{cUnit, "dag dagen week weken maand maanden jaar jaren uur"},
		{cDefine, `betekent verstaan omvat omvatten bestaat bestaan bevat bevatten luidt luiden behelst`},
		{cDeem, `geacht beschouwd aangemerkt verstaan geïnterpreteerd gemachtigd beheerst samengesteld gevoegd gehecht verwacht onverlet aangemoedigd`},
		{cEntitle, `recht rechten bevoegd bevoegdheid gerechtigd toegestaan vrij geniet genieten vrijstelling mogelijk`},
		{cApply, `geldt gelden strekt laten laat doet raakt`},
		{cForce, `werking kracht toepassing opgezegd opzeggen beëindigd beëindigen beëindiging gewijzigd wijzigen wijziging wijzigingen verlengd stilzwijgend
			bekrachtiging bekrachtigd geldig geldigheid authentiek doorslaggevend inwerkingtreding voorlopig opschorten opgeschort`},
		{cProcNoun, "kennisgeving kennisgevingen procedures bekrachtiging vereisten formaliteiten beëindigen opzegging"},
		{cExempt, "vrijgesteld ontheven"},
		{cTry, "streeft streven tracht trachten beijvert beijveren spant spannen poogt pogen inspant inspannen"},
		{cQual, "mogelijk nodig passend wenselijk redelijk haalbaar nodige beschikbaar"},
		{cLaw, "wetgeving wetten wet regelgeving mogelijkheden middelen voorschriften bevoegdheden recht"},
		{cPolite, `verklaarde verklaarden erkent erkennen bevestigt bevestigen verwelkomt verwelkomen benadrukt benadrukken herinnert herinneren onderschrijft onderschrijven
			merkt merken acht achten meent menen betreurt betreuren veroordeelt veroordelen verklaart verklaren constateert constateren onderstreept
			onderstrepen steunt steunen hoopt hopen waardeert waarderen beseft beseffen overwegende wenst stelt-vast ondertekenden deelt delen`},
		{cIntent, `voornemens beoogt beogen wil willen wenst wensen plant plannen bereid`},
		{cPromise, `verbindt verbinden verplicht verplichten zegt zeggen belooft beloven besluit besluiten spreekt spreken komt komen verzekert verzekeren
			garandeert garanderen waarborgt waarborgen`},
		{cRequest, "verzoekt verzoeken roept roepen dringt dringen moedigt moedigen nodigt nodigen"},
		{cAmount, "bedraagt bedragen beloopt belopen"},
		{cPromised, "besloten overeengekomen afgesproken toegezegd beloofd"},
		{cPromiseNoun, "vastberadenheid verbintenis toezegging inzet voornemen bereidheid belofte engagement wil"},
		{cEstab, "ingesteld opgericht gevormd benoemd"},
		{cVerb, `gaat gaan doet doen staat staan ziet zien geeft geven`},
		{cVerb | cPart, `gebruikt gebruiken gelast gelasten getroost getroosten`}, // begin as participles do
		{0, "voorraad voorraden verraad voorkeur verleden gegevensbank databank databanken hoeveelheid"},
		{cVerb, "toestaat ontstaat verstaat voortbestaat vaststaat openstaat weerstaat bijstaat"},
		{cPromise, "besloot besloten kwam kwamen zegde zegden sprak spraken verbond verbonden"},
		{cOpen, "waaronder zoals inclusief bijvoorbeeld"},
	},
	suffix:  commSuffixNL,
	fragile: `zal zullen niet partijen partij wordt worden`,
}

// commSuffixNL guesses classes of an unlisted Dutch word from its ending.
func commSuffixNL(w string) commClass {
	cls := commCompoundNL.class(w)
	switch {
	case len(w) < 4:
		return 0
	case strings.HasSuffix(w, "lijk"), strings.HasSuffix(w, "ische"), strings.HasSuffix(w, "lijke"):
		return cAdj
	case strings.HasPrefix(w, "ge") && (strings.HasSuffix(w, "d") || strings.HasSuffix(w, "t") || strings.HasSuffix(w, "en")):
		return cPart
	case cls != 0:
		return cls
	case strings.HasSuffix(w, "heid"), strings.HasSuffix(w, "teit"), strings.HasSuffix(w, "schap"), strings.HasSuffix(w, "ment"), strings.HasSuffix(w, "ingen"), strings.HasSuffix(w, "heden"), strings.HasSuffix(w, "joen"):
		return 0
	case strings.HasPrefix(w, "ver") && (strings.HasSuffix(w, "d") || strings.HasSuffix(w, "en")), strings.HasPrefix(w, "be") && strings.HasSuffix(w, "d") && len(w) > 6,
		strings.Contains(w, "ge") && strings.HasSuffix(w, "d"):
		return cPart | cVerb
	case strings.HasSuffix(w, "t"), strings.HasSuffix(w, "en"), strings.HasSuffix(w, "aan"):
		return cVerb
	}
	return 0
}

// commCompoundNL gives compounds the class of their last member.
var commCompoundNL = commCompoundsOf([]commWords{
	{cParty, "staat staten partij partijen regering regeringen autoriteit autoriteiten ministerie overheid"},
	{cParty, "administratie administraties bestuur besturen"},
	{cBody, "comités commissies kamer fonds centrum politie directie maatschappij maatschappijen vergadering commissie comité raad groep hof bureau agentschap dienst instelling instellingen bank college orgaan secretariaat"},
	{cPerson, "hebbende hebbenden meester meesters eur eurs voorzitter houder houders gever gevers nemer nemers leider beheerder beheerders eigenaar eigenaars rechter bestuurder leider voerder voerders ambtenaar ambtenaren lid leden bewoner secretaris arts artsen"},
})
