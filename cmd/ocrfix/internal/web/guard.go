package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// A Guard refuses requests that a page of another site may have made. The zero
// value lets through what is addressed to localhost or to an IP address and
// comes from no page, or from a page of this server. Its fields must not change
// while it is in use.
type Guard struct {
	// Hosts are further names under which the server may be addressed. A
	// name that is not listed is refused, so that nobody can have a name of
	// theirs lead here (DNS rebinding).
	Hosts []string
	// Origins are other sites whose pages may call, as a browser sends them
	// in the header Origin: https://example.org.
	Origins []string
	// Policy is the Content-Security-Policy of what next serves; "" means
	// that it may load nothing.
	Policy string
}

// bareContent is the policy of what is no page.
const bareContent = "default-src 'none'; frame-ancestors 'none'; sandbox"

// Wrap returns next behind the guard. A wrong name gets status 421, a foreign
// origin 403. Every answer says that it is not to be stored, framed or taken
// for anything but its type.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	policy := g.Policy
	if policy == "" {
		policy = bareContent
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Origin, Sec-Fetch-Site")
		origin := r.Header.Get("Origin")
		trusted := origin != "" && slices.Contains(g.Origins, origin)
		switch {
		case !g.knowsHost(r.Host):
			writeError(w, &Error{Status: http.StatusMisdirectedRequest, Message: "this server does not go by that name", Hint: "address it as localhost, or allow the name"})
		case trusted:
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
			if r.Method == http.MethodOptions {
				h.Set("Access-Control-Allow-Methods", "GET, POST")
				h.Set("Access-Control-Allow-Headers", "Content-Type")
				w.WriteHeader(http.StatusNoContent)
				return
			}
			next.ServeHTTP(w, r)
		case !ownOrigin(r):
			writeError(w, &Error{Status: http.StatusForbidden, Message: "requests from the pages of other sites are refused"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// knowsHost reports whether the header Host names this server. An address in
// digits is as good as localhost: no name leads to it.
func (g *Guard) knowsHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if _, err := netip.ParseAddr(host); err == nil || strings.EqualFold(host, "localhost") {
		return true
	}
	return slices.ContainsFunc(g.Hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// ownOrigin reports whether a request comes from no page, from one of this
// server, or is a link that a person followed. Browsers say so in Sec-Fetch-Site
// (W3C Fetch Metadata), older ones in Origin only, programs say nothing.
func ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		if origin == "" {
			return true
		}
		u, err := url.Parse(origin)
		return err == nil && u.Host == r.Host
	}
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && origin == ""
}
