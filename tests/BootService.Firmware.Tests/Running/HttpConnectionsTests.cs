using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Firmware.Http;
using BootService.Firmware.Running;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Firmware.Tests.Running;

/// <summary>A machine's HTTP against a server of this computer that answers what it is told to.</summary>
public sealed class HttpConnectionsTests : IDisposable
{
    private const string Hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static readonly Ipv4 Here = Ipv4.Parse("127.0.0.1");

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly HttpConnections _connections = new(Here, TimeSpan.FromSeconds(10));
    private readonly List<string> _heard = [];
    private int _accepted;

    public HttpConnectionsTests() => _server.Start();

    private string Url => $"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/file";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task One_connection_serves_as_long_as_both_sides_keep_it()
    {
        var serving = ServeAsync(["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Hello, Hello]);
        using (var head = Ask(head: true))
        {
            Assert.Equal((200, 5L), (head.Status, head.Length));
        }

        Assert.Equal(["hello", "hello"], [Text(), Text()]);
        await serving;
        Assert.Equal(1, _accepted);
        Assert.StartsWith($"HEAD /file HTTP/1.1\r\nHost: {Url[7..^5]}\r\nUser-Agent: iPXE/1.21.1\r\nConnection: keep-alive\r\n", _heard[0],
            StringComparison.Ordinal);
        Assert.StartsWith("GET /file HTTP/1.1\r\n", _heard[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_meanwhile_is_opened_anew()
    {
        var serving = ServeAsync([Hello], [Hello]);
        Assert.Equal(["hello", "hello"], [Text(), Text()]);
        await serving;
        Assert.Equal(2, _accepted);
    }

    [Fact]
    public async Task A_server_that_says_it_closes_is_believed()
    {
        var serving = ServeAsync(["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"],
            ["HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"], [Hello]);
        Assert.Equal(["hello", "hello", "hello"], [Text(), Text(), Text()]);
        await serving;
        Assert.Equal(3, _accepted);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", "the connection ended after 5 of 50 octets")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", "cannot be reached")]
    [InlineData("", "cannot be reached")]
    public async Task A_server_that_ends_in_the_middle_is_a_fault(string answer, string why)
    {
        var serving = ServeAsync([answer]);
        using var broken = Ask();
        Assert.Null(broken.File);
        Assert.Contains(why, broken.Fault, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public void Nobody_at_the_port_is_a_fault_and_not_an_exception()
    {
        var url = Url;
        _server.Stop();
        using var answer = _connections.Ask(HttpDialect.Ipxe, url, head: false, Cancel);
        Assert.Contains("cannot be reached", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_server_is_named()
    {
        using var impatient = new HttpConnections(Here, TimeSpan.FromMilliseconds(50));
        using var answer = impatient.Ask(HttpDialect.Ipxe, Url, head: false, Cancel);
        Assert.Contains("was silent for", answer.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("http:///file")]
    [InlineData("http://frontend/file")]
    [InlineData("http://10.1.1/file")]
    [InlineData("http://127.0.0.1:99999/file")]
    [InlineData("http://127.0.0.1:0/file")]
    [InlineData("http://127.0.0.1:-1/file")]
    [InlineData("http://127.0.0.1:/file")]
    [InlineData("https://127.0.0.1/file")]
    [InlineData("oem:///file")]
    public void An_address_that_firmware_cannot_fetch_is_a_fault(string url)
    {
        using var answer = _connections.Ask(HttpDialect.Ipxe, url, head: false, Cancel);
        Assert.Equal($"{url} is no URL that firmware can fetch", answer.Fault);
    }

    [Fact]
    public async Task A_step_says_what_came_of_it()
    {
        var runner = new PersonaRunner(new RunnerSettings(Here, Here), TimeProvider.System);
        var serving = ServeAsync(
            ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Hello], ["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"],
            ["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"], ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"]);
        Assert.Equal((StepVerdict.Ok, 5L), Carry(new HttpStep(HttpDialect.Edk2, Url, "file")));
        Assert.Equal((StepVerdict.Failed, 0L), Carry(new HttpStep(HttpDialect.Ipxe, Url, "file")));
        Assert.Equal((StepVerdict.Absent, 0L), Carry(new HttpStep(HttpDialect.Ipxe, Url, "file") { Optional = true }));
        Assert.Equal((StepVerdict.Ok, 0L), Carry(new HttpStep(HttpDialect.Packages, Url, "file") { HeadOnly = true }));
        await serving;

        (StepVerdict Verdict, long Bytes) Carry(HttpStep step)
        {
            runner.CarryOut(step, new ServicePorts(), Cancel);
            return (step.Verdict, step.Bytes);
        }
    }

    private HttpAnswer Ask(bool head = false) => _connections.Ask(HttpDialect.Ipxe, Url, head, Cancel);

    private string? Text()
    {
        using var answer = Ask();
        return answer.File?.Text ?? answer.Fault;
    }

    // Each connection gives its answers, one for each request, and is closed.
    private async Task ServeAsync(params string[][] connections)
    {
        var room = new byte[4096];
        foreach (var answers in connections)
        {
            using var peer = await _server.AcceptSocketAsync(Cancel);
            _accepted++;
            foreach (var answer in answers)
            {
                var request = new StringBuilder();
                while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await peer.ReceiveAsync(room, Cancel);
                    Assert.NotEqual(0, read);
                    request.Append(Encoding.ASCII.GetString(room, 0, read));
                }

                _heard.Add(request.ToString());
                await peer.SendAsync(Encoding.ASCII.GetBytes(answer), Cancel);
            }
        }
    }
}
