// Command standin is a small kubelet without containers: it makes the pods of its node run, and serves port-forward, exec and
// logs of them as a kubelet does. It has TCP targets to forward to, and probes that measure a forward, too.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		log.Fatal("usage: standin kubelet|target|probe ...")
	}
	switch arguments := os.Args[2:]; os.Args[1] {
	case "kubelet":
		runKubelet(arguments)
	case "target":
		runTarget(arguments)
	case "probe":
		runProbe(arguments)
	default:
		log.Fatalf("standin knows no command %q", os.Args[1])
	}
}

func runKubelet(arguments []string) {
	flags := flag.NewFlagSet("kubelet", flag.ExitOnError)
	server := flags.String("server", "", "address of the API server")
	authority := flags.String("authority", "", "file with the certificates that sign for it")
	token := flags.String("token-file", "", "file with a bearer token")
	node := flags.String("node", "", "name of the node")
	port := flags.Int("port", 0, "port to serve on")
	if err := flags.Parse(arguments); err != nil {
		log.Fatal(err)
	}
	api, err := newAPI(*server, *authority, *token)
	if err != nil {
		log.Fatal(err)
	}
	pods := newPods(api, *node)
	go pods.run(*port)
	log.Fatal(serve(fmt.Sprintf("127.0.0.1:%d", *port), &streams{pods: pods}))
}
