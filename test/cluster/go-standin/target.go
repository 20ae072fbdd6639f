package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

const replyBytes = 10 << 20

var (
	pushed  atomic.Int64
	pushing atomic.Int64
	sunk    atomic.Int64
)

// servers are what a target has beside its HTTP server, by the flags that name their ports.
var servers = map[string]func(net.Conn){
	"after-end":  replyAfterEnd,
	"after-line": replyAfterLine,
	"firehose":   firehose,
	"reply":      reply,
	"sink":       slowSink,
}

// runTarget serves HTTP (/hello, /stat, /stream?mb=N) and, on ports of their own: a reply of 10 MiB once the client has ended its half;
// the same 3 s after a line, and at once after one; as much as is taken; a reader of 3 MB a second.
func runTarget(arguments []string) {
	flags := flag.NewFlagSet("target", flag.ExitOnError)
	port := flags.Int("http", 0, "port of the HTTP server")
	ports := map[string]*int{}
	for name := range servers {
		ports[name] = flags.Int(name, 0, "port")
	}
	if err := flags.Parse(arguments); err != nil {
		log.Fatal(err)
	}
	for name, serve := range servers {
		listen(*ports[name], serve)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "hello %s\n", r.URL.RawQuery) })
	mux.HandleFunc("/stat", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"pushed":%d,"pushing":%d,"sunk":%d}`, pushed.Load(), pushing.Load(), sunk.Load())
	})
	mux.HandleFunc("/stream", stream)
	log.Fatal(http.ListenAndServe(fmt.Sprintf("127.0.0.1:%d", *port), mux))
}

func listen(port int, serve func(net.Conn)) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go func() {
				defer connection.Close()
				serve(connection)
			}()
		}
	}()
}

func stream(writer http.ResponseWriter, request *http.Request) {
	megabytes, _ := strconv.Atoi(request.URL.Query().Get("mb"))
	writer.Header().Set("Content-Length", strconv.Itoa(megabytes<<20))
	block := make([]byte, 1<<20)
	for ; megabytes > 0; megabytes-- {
		if _, err := writer.Write(block); err != nil {
			return
		}
	}
}

func replyAfterEnd(connection net.Conn) {
	io.Copy(io.Discard, connection)
	connection.Write(bytes.Repeat([]byte{'x'}, replyBytes))
}

func reply(connection net.Conn) {
	// What is left unread at the end would make a reset of it.
	bufio.NewReader(connection).ReadString('\n')
	connection.Write(bytes.Repeat([]byte{'y'}, replyBytes))
}

func replyAfterLine(connection net.Conn) {
	if _, err := bufio.NewReader(connection).ReadString('\n'); err != nil {
		return
	}
	time.Sleep(3 * time.Second)
	connection.Write(bytes.Repeat([]byte{'z'}, replyBytes))
}

func firehose(connection net.Conn) {
	pushing.Add(1)
	defer pushing.Add(-1)
	for block := make([]byte, 64<<10); ; {
		n, err := connection.Write(block)
		pushed.Add(int64(n))
		if err != nil {
			return
		}
	}
}

func slowSink(connection net.Conn) {
	for block := make([]byte, 64<<10); ; time.Sleep(20 * time.Millisecond) {
		n, err := connection.Read(block)
		sunk.Add(int64(n))
		if err != nil {
			return
		}
	}
}
