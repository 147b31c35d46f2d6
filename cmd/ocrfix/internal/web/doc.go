/*
Package web holds the HTTP handlers of the verbs serve and review.

A [Guard] stands before every handler and lets nothing through that a page of
another site may have sent. [API] is the HTTP interface, [Review] the page on
which a person judges changes, and [Serve] runs either until its context ends.
No handler opens a file by a name that a request gives: what a request sends is
read, what is embedded is shown, and nothing else can be had.
*/
package web
