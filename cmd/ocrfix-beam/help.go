package main

import (
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strconv"
	"strings"

	"ocrfix/cmd/internal/record"
	"ocrfix/lexicon"
)

// beamFlags are the flags of Beam that a job is likely to need.
var beamFlags = []string{
	"runner", "endpoint", "environment_type", "environment_config", "parallelism", "job_name", "worker_binary", "async",
	"project", "region", "staging_location", "temp_location", "sdk_container_image", "num_workers", "max_num_workers", "worker_machine_type", "disk_size_gb",
}

func printHelp(w io.Writer, own *flag.FlagSet) {
	fmt.Fprint(w, `ocrfix-beam cleans an archive on one machine or many, as an Apache Beam pipeline:
the work of "ocrfix batch", with the same results.

Usage:
  ocrfix-beam [flags] -o OUT PATH…

PATH is a file, a folder, an archive (.zip, .tar, .tar.gz, .tar.xz), a pattern, or
the same in an object store: gs://bucket/scans/ (all below), "s3://bucket/a/*.pdf".
OUT then holds

  files/        the cleaned files, each named after its document and its content
  tables/       a folder a table with the rows of ocrfix batch's archive.db, as
                JSONL; of the documents of this job and no others
  profile.txt   what the archive taught; used as long as it stands
  shards/       what is done, so that the next job does not do it again
  counts.json   written last: it stands when, and only when, nothing is missing

A document that cannot be cleaned goes to tables/failures. A job that failed or was
killed goes on with the same command.

Examples:
  ocrfix-beam -o cleaned scans/                        in this process
  ocrfix-beam -o /mnt/out --format txt,json /mnt/archive.tar.xz
  ocrfix-beam --runner=universal --endpoint=localhost:8073 --environment_type=LOOPBACK -o cleaned scans/
                                                       a job server, the work done here
  ocrfix-beam --runner=flink --endpoint=flink-job-server:8099 \
    --environment_type=DOCKER --environment_config=IMAGE --parallelism=32 \
    -o s3://archive/cleaned --from s3://archive/list.txt
  ocrfix-beam --runner=dataflow --project=P --region=europe-west1 \
    --staging_location=gs://archive/staging --sdk_container_image=IMAGE \
    -o gs://archive/cleaned gs://archive/scans/

Flags:
`)
	own.VisitAll(func(f *flag.Flag) { printFlag(w, f) })
	fmt.Fprint(w, "\nFlags of Beam (all of them: --help-beam):\n")
	for _, name := range beamFlags {
		if f := flag.Lookup(name); f != nil {
			printFlag(w, f)
		}
	}
	fmt.Fprint(w, `
Exit status:
  0    done
  2    wrong usage, the job failed, or no document could be cleaned
  3    finished, but some documents failed; tables/failures says why
  130  interrupted
`)
}

func printFlag(w io.Writer, f *flag.Flag) {
	value, usage := flag.UnquoteUsage(f)
	name := "--" + f.Name
	if len(f.Name) == 1 {
		name = name[1:]
	}
	usage, _, _ = strings.Cut(usage, "\n")
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "-1" {
		usage += " (default " + f.DefValue + ")"
	}
	fmt.Fprintf(w, "  %-32s %s\n", strings.TrimSpace(name+" "+value), usage)
}

// version names the command and its language data, on one line.
func version() string {
	parts := []string{"ocrfix-beam"}
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			parts = append(parts, info.Main.Version)
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" || s.Key == "vcs.modified" && s.Value == "true" {
				parts = append(parts, s.Key, s.Value)
			}
		}
	}
	for _, lang := range lexicon.Languages() {
		m := lexicon.Builtin(lang).Meta()
		parts = append(parts, fmt.Sprintf("%s %d/%d", lang, m.Version, m.Words))
	}
	return strings.Join(parts, " ")
}

// A size is a number of bytes that is read as 64MB.
type size int64

func (s *size) String() string {
	if *s == 0 {
		return ""
	}
	return record.SizeText(int64(*s))
}

func (s *size) Set(text string) error {
	number, unit := strings.TrimSpace(text), int64(1)
	for _, u := range record.SizeUnits {
		if n, ok := strings.CutSuffix(strings.ToLower(number), strings.ToLower(u.Name)); ok {
			number, unit = strings.TrimSpace(n), u.Size
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > (1<<40)/unit {
		return fmt.Errorf("%q is not a size such as 64MB", text)
	}
	*s = size(n * unit)
	return nil
}
