package ocrfix

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// WriteMarkdown writes the cleaned text as CommonMark: sections as headings,
// paragraphs as they are in lines, page breaks as comments. Whatever the text
// has that Markdown would take for its own is escaped.
func WriteMarkdown(w io.Writer, r *Result) error {
	out := bufio.NewWriter(w)
	space := "" // before the next block
	for _, b := range r.blocks() {
		switch b.kind {
		case blockHead:
			heading := strings.Join(strings.Fields(r.Text[b.span.Start:b.span.End]), " ")
			fmt.Fprintf(out, "%s%s %s\n", space, strings.Repeat("#", min(b.depth, 6)), escapeMarkdown(heading))
		case blockPara:
			out.WriteString(space)
			for _, line := range trimmedLines(r.Text[b.span.Start:b.span.End]) {
				out.WriteString(escapeMarkdownLine(strings.TrimSpace(line)))
				out.WriteByte('\n')
			}
		case blockPage:
			fmt.Fprintf(out, "%s<!-- page %d -->\n", space, b.page)
		default:
			continue
		}
		space = "\n"
	}
	return out.Flush()
}

var markdownEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "~", `\~`, "|", `\|`, "\x00", "\uFFFD",
)

func escapeMarkdown(s string) string { return markdownEscaper.Replace(s) }

// markdownLead is what makes a block of another kind at the start of a line.
var markdownLead = regexp.MustCompile(`^(#|\+|-|=|[0-9]+[.)])`)

// escapeMarkdownLine also escapes the beginning of the line.
func escapeMarkdownLine(s string) string {
	lead := markdownLead.FindString(s)
	if lead == "" {
		return escapeMarkdown(s)
	}
	cut := len(lead) - 1
	return s[:cut] + `\` + s[cut:cut+1] + escapeMarkdown(s[cut+1:])
}
