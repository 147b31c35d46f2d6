package ocrfix

// tradeWords are words of the Latin and French of diplomats and lawyers, folded,
// which any language quotes and few lists have: unlisted, they are not damaged.
var tradeWords = wordSet(`
	iure imperii gestionis eius iudex
	locus standi lex specialis derogat derogant legi generali posterior priori lege lata ferenda desuetudo
	pacta tertiis nec nocent prosunt servanda inter alios acta casus foederis belli omissus fortuitus
	ratione materiae personae loci temporis opinio juris iuris necessitatis jus cogens gentium dispositivum
	bellum bello civile sanguinis soli erga omnes ultra vires intra infra petita non liquet nemo dat quod habet
	nullum crimen sine poena nulla bis idem ubi remedium volenti injuria onus probandi actori incumbit probatio
	restitutio integrum lucrum cessans damnum emergens compensatio forum conveniens prorogatum perpetuatio
	terra nullius res communis judicata iudicata derelictae extra commercium hostis humani generis
	audi alteram partem amicus curiae obiter dictum ratio decidendi stare decisis sub judice spe rati
	exceptio inadimpleti contractus non adimpleti clausula rebus sic stantibus uti possidetis
	ejusdem eiusdem expressio unius exclusio alterius contra proferentem effectivités effectivites
	travaux préparatoires préparatoire compromis compromissoire désistement demandeur défendeur
	agréation dragoman lettres créance rappel provision récréance pleins pouvoirs tour d'horizon prédécesseur
	réserve déclaratoire voeu voeux vœu vœux acquis détachement apostille légalisation renvoi
	dépaysement droit regard chef mission corps doyen chancellerie huissier cavas kavass capitulations firman
	berat exequatur placet persona grata ingrata gratissima gratae verbatim litteratim seriatim`)
