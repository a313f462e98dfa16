using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>The sections that report, run by a real shell against a real listener.</summary>
public sealed class ReportScriptTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-report-").FullName;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ReportScriptTests() => _listener.Start();

    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    [InlineData("python3")]
    [InlineData("bash")]
    public async Task A_node_reports_with_whichever_tool_it_has(string tool)
    {
        var asked = AnswerAsync("200 OK");
        Assert.Equal(0, await RunAsync(Scripts()[0], tool));
        Assert.Equal("GET /install/stage/5ec2e7/pre HTTP", await asked);
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    [InlineData("python3")]
    [InlineData("bash")]
    public async Task A_refusal_is_asked_again(string tool)
    {
        var first = AnswerAsync("503 Busy");
        var running = RunAsync(Scripts()[0], tool);
        await first;
        var second = AnswerAsync("200 OK");
        Assert.Equal(0, await running);
        await second;
    }

    [Fact]
    public async Task A_script_that_fails_is_reported_with_its_place_before_the_end()
    {
        var scripts = Scripts("<post>true\nfalse</post><post>true</post>");
        foreach (var script in scripts.Take(1))
        {
            var stage = AnswerAsync("200 OK");
            Assert.Equal(0, await RunAsync(script, "curl"));
            await stage;
        }

        var post = AnswerAsync("200 OK");
        await RunAsync(scripts[1], "curl");
        await post;
        Assert.Equal(1, await RunAsync(scripts[2], "curl"));
        Assert.Equal(0, await RunAsync(scripts[3], "curl"));
        await RunAsync(scripts[4], "curl");
        var failed = AnswerAsync("200 OK");
        var running = RunAsync(scripts[5], "curl");
        Assert.Equal("GET /install/stage/5ec2e7/post-failed?what=backend:2:1, HTTP", await failed);
        Assert.Equal("GET /install/done/5ec2e7 HTTP", await AnswerAsync("200 OK"));
        Assert.Equal(0, await running);
        Assert.Contains("/install/stage/5ec2e7/confirmed\" 60\n", File.ReadAllText(Path.Combine(_root, "etc/sysconfig/stack-post")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_must_not_fail_reports_at_once()
    {
        var scripts = Scripts("<post erroronfail=\"yes\">exit 7</post>");
        var post = AnswerAsync("200 OK");
        await RunAsync(scripts[1], "curl");
        await post;
        var failed = AnswerAsync("200 OK");
        Assert.Equal(7, await RunAsync(scripts[2], "curl"));
        Assert.Equal("GET /install/failed/5ec2e7?why=backend:2:7 HTTP", await failed);
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private IReadOnlyList<string> Scripts(string sections = "")
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        var request = Workshop.Request("6.6") with { Reports = new ReportUrls($"http://127.0.0.1:{port}", "5ec2e7") };
        return ShellRoot.Scripts(Workshop.Kickstart(
            ProfileTemplates.Compile([Workshop.Library("site", ("backend", $"<kickstart>\n{sections}</kickstart>"))]).Render(request)));
    }

    /// <summary>Accepts one connection and answers with the status; gives the request line without its version.</summary>
    private async Task<string> AnswerAsync(string status)
    {
        using var connection = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
            // The headers do not matter.
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 {status}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
        return line[..line.IndexOf('/', line.IndexOf("HTTP", StringComparison.Ordinal))];
    }

    /// <summary>Runs a section in a folder of its own, with one tool for the network and the plain ones every system has.</summary>
    private async Task<int> RunAsync(string script, string tool)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        // Two seconds between tries are the node's, not the test's: sleep is true.
        foreach (var (name, program) in ((string, string)[])
            [("sh", "sh"), ("cat", "cat"), ("chmod", "chmod"), ("tr", "tr"), ("mkdir", "mkdir"), ("sleep", "true"), (tool, tool)])
        {
            if (!File.Exists(Path.Combine(bin, name)))
            {
                File.CreateSymbolicLink(Path.Combine(bin, name), $"/usr/bin/{program}");
            }
        }

        foreach (var folder in (string[])["tmp", "usr/sbin", "var/log", "etc/sysconfig"])
        {
            script = script.Replace($"/{folder}/", $"{Directory.CreateDirectory(Path.Combine(_root, folder)).FullName}/", StringComparison.Ordinal);
        }

        using var shell = Process.Start(new ProcessStartInfo("/usr/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = bin },
        })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return shell.ExitCode;
    }
}
