package ocrfix

import (
	"slices"
	"strings"
	"testing"
)

// TestBoldLines reads which lines are bold in each format that says so.
func TestBoldLines(t *testing.T) {
	const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>"
	for _, c := range []struct {
		name, data string
		want       []bool
	}{
		{"pdf", pdfPages(font, lampPage), []bool{true, true}},
		{"pdf", pdfPages("", lampPage), nil},
		{"alto", `<alto><Styles><TextStyle ID="B" FONTSTYLE="bold"/></Styles><Layout><Page><TextBlock><TextLine><String CONTENT="plain"/></TextLine><TextLine><String CONTENT="Harbour" STYLEREFS="B"/><String CONTENT="dues" STYLEREFS="B"/></TextLine></TextBlock><TextBlock><TextLine><String CONTENT="half" STYLEREFS="B"/><String CONTENT="bold"/></TextLine></TextBlock></Page></Layout></alto>`, []bool{false, true, false, false}},
		{"hocr", `<html><body><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word'>plain</span></span><span class='ocr_line'><span class='ocrx_word'><strong>Harbour</strong></span></span></div></body></html>`, []bool{false, true}},
		{"page", `<PcGts><Page><TextRegion><TextLine><TextEquiv><Unicode>Harbour dues</Unicode></TextEquiv><TextStyle bold="true"/></TextLine><TextLine><TextEquiv><Unicode>plain</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`, []bool{true, false}},
	} {
		d, err := Read(strings.NewReader(c.data), "x", nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d.Source.Format != c.name || !slices.Equal(d.Bold, c.want) || c.want == nil && d.Bold != nil {
			t.Errorf("%s, %q: bold %v, want %v", d.Source.Format, d.Text, d.Bold, c.want)
		}
	}
}

// TestSectionBold checks that bold letters make a heading where nothing else
// shows one, and make none where all of a text is bold.
func TestSectionBold(t *testing.T) {
	lines := strings.SplitAfter("The two sides met and spoke about the harbour, as they do each year.\nThey were received by the mayor of the town and shown the new works.\nShips that come for shelter in the harbour\nThe works on the harbour will begin in spring and be finished by autumn.\nThey will be paid for by both sides in equal parts from their budgets\nand from the dues that the ships pay, which stay as they were before.\nGrain and the taxes upon it\nThe trade in grain will go on as before under the rules of the last year,\nand both sides will report on it to each other when the year has ended.\n", "\n")
	text := strings.Join(lines, "")
	for _, c := range []struct{ bold, want string }{
		{"001000100", "Ships that come for shelter in the harbour|Grain and the taxes upon it"},
		{"111111111", ""},
		{"", ""},
	} {
		opt := &SectionOptions{}
		for _, b := range c.bold {
			opt.Bold = append(opt.Bold, b == '1')
		}
		var got []string
		for _, s := range sectFlat(FindSections(text, opt)) {
			got = append(got, s.heading)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("bold %q: got %q, want %q", c.bold, got, c.want)
		}
	}
}

// TestStructureBold checks the way from the file to the section: the line of
// a second page too.
func TestStructureBold(t *testing.T) {
	line := func(style, text string) string {
		return `<TextLine><String CONTENT="` + strings.Join(strings.Fields(text), `"`+style+`/><String CONTENT="`) + `"` + style + `/></TextLine>`
	}
	bold := ` STYLEREFS="B"`
	data := `<alto><Styles><TextStyle ID="B" FONTSTYLE="bold"/></Styles><Layout><Page><TextBlock>` +
		line("", "The two sides met again and spoke about the quays, as they do in each year and each town.") +
		line(bold, "Ships that come for shelter in the harbour") +
		line("", "Such ships pay no dues for the first three nights, and after these they pay one half of what") +
		line("", "others pay, to be collected by the harbour master before they put to sea once more.") +
		`</TextBlock></Page><Page><TextBlock>` +
		line("", "A list of the dues hangs at the gate, where any master of a ship can read it without charge.") +
		line(bold, "Grain and the taxes upon it") +
		line("", "Trade in grain will go on as it did under the rules of the year before, which neither side has") +
		line("", "asked to change, and the taxes on it remain as they were set by the two treasuries.") +
		`</TextBlock></Page></Layout></alto>`
	d, err := Read(strings.NewReader(data), "x.xml", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{Document: d, Text: d.Text}
	r.Structure(nil)
	var got []string
	for _, s := range sectFlat(r.Sections) {
		got = append(got, s.heading)
	}
	if strings.Join(got, "|") != "Ships that come for shelter in the harbour|Grain and the taxes upon it" {
		t.Errorf("got %q", got)
	}
}
