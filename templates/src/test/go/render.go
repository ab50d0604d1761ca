// Renders templates with Go's own packages, as an oracle for ours. Reads one JSON object a line
// ({"template": …, "html": bool, "data": …}) and answers each with one ({"out": …, "error": …}).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	htmltemplate "html/template"
	"os"
	texttemplate "text/template"
)

type question struct {
	Template string
	HTML     bool
	Data     any
}

type answer struct {
	Out   string `json:"out"`
	Error string `json:"error"`
}

func answerTo(q question) (a answer) {
	var out bytes.Buffer
	var err error
	if q.HTML {
		t := htmltemplate.New("t").Option("missingkey=zero").Funcs(htmltemplate.FuncMap{
			"safeHtml": func(s string) htmltemplate.HTML { return htmltemplate.HTML(s) },
			"safeUrl":  func(s string) htmltemplate.URL { return htmltemplate.URL(s) },
		})
		if t, err = t.Parse(q.Template); err == nil {
			err = t.Execute(&out, q.Data)
		}
	} else {
		t := texttemplate.New("t").Option("missingkey=zero")
		if t, err = t.Parse(q.Template); err == nil {
			err = t.Execute(&out, q.Data)
		}
	}
	if err != nil {
		return answer{"", err.Error()}
	}
	return answer{out.String(), ""}
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		out.Encode(answerTo(q))
	}
}
