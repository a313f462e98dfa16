using System.Globalization;
using System.Net.Sockets;
using System.Text;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Failures;

/// <summary>
/// Requests as no client of ours makes them, to the nodes' side and to the admin's: each gets an answer that says so, or is cut off, and nothing else comes of
/// them.
/// </summary>
public sealed class OddRequestsTests
{
    private const int Requests = 1500;
    private const int MostAnswer = 4096;

    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND", "G E T", "", "GET\0", "M-SEARCH", new('A', 5000)];

    private static readonly string[] Paths =
    [
        "/", "//", "/.", "/..", "/../../etc/passwd", "/install/%2e%2e/%2e%2e/etc/shadow", "/install/..%2f..%2fetc/passwd", "/install/%00", "/install/%",
        "/install/%zz",
        "/install/kickstart/", "/install/kickstart/x", "/install/answer/x/y", "/install/sbin/public/profile.cgi",
        "/install/sbin/public/profile.cgi?os=%ff&arch=", "/install/stage",
        "/install/pallets/", "/install/pallets/../../..", "/boot/ipxe", "/boot/grub/grub.cfg-01-52-54", "/v1/commands", "/v1/events", "/v1/", "/metrics",
        "/health/ready", "/health/live",
        "*", "http://elsewhere/", "http://[::1]:99999/", "?", "#", "/install?" + new string('q', 9000), "/" + new string('d', 20_000), "/a\\..\\b",
        "/install/\u00fc", "/install/%c3%28",
    ];

    private static readonly string[] Headers =
    [
        "Host: 10.1.1.1", "Host: ", "Host: a\r\nHost: b", "Content-Length: -1", "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 10",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: gzip", "Range: bytes=0-", "Range: bytes=5-1",
        "Range: bytes=-0", "Range: lines=1-2",
        "Range: bytes=0-1,2-3,4-5", "If-Modified-Since: yesterday", "If-None-Match: *", "Expect: 100-continue", "Expect: 200-ok",
        "Connection: upgrade\r\nUpgrade: h2c", "Accept-Encoding: \u00e9",
        "Content-Type: application/json", "Content-Type: text/plain; charset=utf-7", "Authorization: Bearer " + new string('t', 3000),
        "Authorization: Basic !!!", "Cookie: " + new string('c', 8000),
        "X-Forwarded-For: 10.1.1.2", ": nameless", "No colon", " folded: line", "X-RHN-Provisioning-MAC-0: eth0 zz:zz", "X: \0",
    ];

    private static readonly string[] Bodies =
    [
        string.Empty, "{}", "{", "[]", "null", "{\"args\":null}", "{\"args\":[null]}",
        "{\"args\":[]}", "{\"args\":[\"list\"]}", "{\"args\":[\"list\",\"host\"]}", "{\"words\":[\"list\",\"host\"]}",
        "{\"args\":\"list host\"}", "{\"args\":[\"add\",\"host\",\"\\u0000\"]}",
        "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "ffffffffffffffff\r\n", "a=b&c=%", new('[', 3000), "{\"args\":[\"" + new string('w', 3000) + "\"]}",
        "\u0000\u0001\u0002",
    ];

    [Fact]
    public async Task Odd_requests_are_answered_or_cut_off_and_the_service_goes_on()
    {
        await using var served = await ServedLan.StartAsync([]);
        var daemon = served.Daemon;
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(9));
        await daemon.Stack.RunAsync("add", "host", "backend-0-0");
        var hosts = await daemon.Stack.RunAsync("list", "host");
        var random = new Random(20_260_930);
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < Requests; number++)
        {
            var request = Odd(random);
            var answer = number % 2 == 0
                ? await NetworkNamespace.RunAsync(client.Namespace, () => Ask(() => Tcp(BootLan.Address.ToString()), request))
                : await Task.Run(() => Ask(() => Unix(daemon.Socket), request), TestContext.Current.CancellationToken);
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"to {Shown(request)}: {Shown(answer)}");
            var status = answer.Length == 0 ? "none" : answer[9..12];
            Assert.False(status.StartsWith('5') && status != "503" && status != "501" && status != "505", $"to {Shown(request)}: {Shown(answer)}");
            answers[status] = answers.GetValueOrDefault(status) + 1;
        }

        // They are not all refused at the door for one and the same reason.
        Assert.True(answers.Count >= 4, string.Join(", ", answers));
        Assert.Equal(hosts, await daemon.Stack.RunAsync("list", "host"));
        Assert.Equal(
            "ok", (await Tool.RunAsync(
                "curl", ["-sSf", "--unix-socket", daemon.Socket, "-o", "/dev/null", "-w", "ok", "http://f/health/ready"])).Succeeded().Output);
        Assert.DoesNotContain("xception", daemon.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" fail ", daemon.Log.Text, StringComparison.Ordinal);
        Assert.InRange(daemon.Log.Text.Count(letter => letter == '\n'), 0, 100);
    }

    private static string Odd(Random random)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{One(random, Methods, 2)} {One(random, Paths, 1)} {(random.Next(8) == 0 ? "HTTP/9.9" : "HTTP/1.1")}\r\n");
        for (var left = random.Next(5); left > 0; left--)
        {
            text.Append(One(random, Headers, 1)).Append("\r\n");
        }

        if (random.Next(3) > 0)
        {
            text.Append("Host: 10.1.1.1\r\n");
        }

        var body = One(random, Bodies, 1);
        if (random.Next(2) == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        text.Append("\r\n").Append(body);
        var whole = text.ToString();
        return random.Next(10) == 0 ? whole[..random.Next(whole.Length)] : whole;
    }

    /// <summary>Any one; the first few more often, so that requests also come past the first look.</summary>
    private static string One(Random random, string[] among, int usual) => among[random.Next(2) == 0 ? random.Next(usual) : random.Next(among.Length)];

    private static string Ask(Func<Socket> connect, string request)
    {
        using var socket = connect();
        var answer = new byte[MostAnswer];
        try
        {
            socket.Send(Encoding.Latin1.GetBytes(request));
            socket.Shutdown(SocketShutdown.Send);
            return Encoding.Latin1.GetString(answer, 0, socket.Receive(answer));
        }
        catch (SocketException)
        {
            // It was cut off.
            return string.Empty;
        }
    }

    private static Socket Tcp(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 15_000 };
        socket.Connect(address, 80);
        return socket;
    }

    private static Socket Unix(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 15_000 };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Shown(string text) => text[..Math.Min(text.Length, 300)].Replace("\r\n", " | ", StringComparison.Ordinal).Replace('\0', '0');
}
