package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"
)

// result is what a probe prints, as JSON on one line.
type result struct {
	Seconds float64   `json:"seconds"`
	Bytes   int64     `json:"bytes"`
	Failed  int       `json:"failed"`
	Error   string    `json:"error,omitempty"`
	Each    []float64 `json:"each,omitempty"`
}

// runProbe measures a forward that listens on an address: the same client for whoever forwards.
func runProbe(arguments []string) {
	flags := flag.NewFlagSet("probe", flag.ExitOnError)
	kind := flags.String("kind", "", "stream, many, first or half")
	address := flags.String("address", "", "where the forward listens")
	amount := flags.Int("amount", 1, "megabytes, connections or rounds")
	if err := flags.Parse(arguments); err != nil {
		log.Fatal(err)
	}
	probes := map[string]func(string, int) (result, error){"stream": probeStream, "many": probeMany, "first": probeFirst, "half": probeHalf}
	probe := probes[*kind]
	if probe == nil {
		log.Fatalf("there is no probe %q", *kind)
	}
	started := time.Now()
	found, err := probe(*address, *amount)
	if found.Seconds == 0 {
		found.Seconds = time.Since(started).Seconds()
	}
	if err != nil {
		found.Error = err.Error()
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		log.Fatal(err)
	}
}

// probeStream reads one answer of so many MiB.
func probeStream(address string, megabytes int) (result, error) {
	response, err := http.Get(fmt.Sprintf("http://%s/stream?mb=%d", address, megabytes))
	if err != nil {
		return result{}, err
	}
	defer response.Body.Close()
	n, err := io.Copy(io.Discard, response.Body)
	return result{Bytes: n}, err
}

// ask sends a request on a new connection and waits for the first line of the answer.
func ask(address string, open func()) (net.Conn, error) {
	connection, err := net.Dial("tcp", address)
	open()
	if err != nil {
		return nil, err
	}
	connection.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprint(connection, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return connection, err
	}
	_, err = bufio.NewReader(connection).ReadString('\n')
	return connection, err
}

// probeMany has so many connections open at once, each with one answer.
func probeMany(address string, count int) (result, error) {
	var all, opened sync.WaitGroup
	opened.Add(count)
	failures := make(chan error, count)
	for range count {
		all.Go(func() {
			connection, err := ask(address, func() { opened.Done(); opened.Wait() })
			if err != nil {
				failures <- err
			}
			if connection != nil {
				defer connection.Close()
			}
		})
	}
	all.Wait()
	close(failures)
	found := result{Failed: len(failures)}
	return found, <-failures
}

// probeFirst opens one connection after another, and tells the median and each time to the first line of the answer.
func probeFirst(address string, rounds int) (result, error) {
	var each []float64
	for range rounds {
		started := time.Now()
		connection, err := ask(address, func() {})
		if err != nil {
			return result{Each: each, Failed: 1}, err
		}
		each = append(each, time.Since(started).Seconds())
		connection.Close()
		time.Sleep(50 * time.Millisecond)
	}
	sorted := slices.Sorted(slices.Values(each))
	return result{Seconds: sorted[len(sorted)/2], Each: each}, nil
}

// probeHalf sends a line, ends its half and reads all that comes.
func probeHalf(address string, _ int) (result, error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return result{}, err
	}
	defer connection.Close()
	fmt.Fprint(connection, "request\n")
	connection.(*net.TCPConn).CloseWrite()
	connection.SetDeadline(time.Now().Add(30 * time.Second))
	n, err := io.Copy(io.Discard, connection)
	return result{Bytes: n}, err
}
