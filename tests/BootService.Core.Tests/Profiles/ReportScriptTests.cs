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

    private string _body = "";

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

    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    [InlineData("python3")]
    [InlineData("bash")]
    public async Task The_secret_is_in_no_command_line_that_other_users_could_see(string tool)
    {
        var (bin, seen) = (Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName, Path.Combine(_root, "seen"));
        var stand = Path.Combine(bin, tool);
        await File.WriteAllTextAsync(
            stand, $"#!/usr/bin/dash\nprintf '%s\\n' \"$@\" >> {seen}\nexec /usr/bin/{tool} \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var pre = AnswerAsync("200 OK");
        Assert.Equal(0, await RunAsync(Scripts()[0], tool));
        Assert.Equal("GET /install/stage/5ec2e7/pre HTTP", await pre);
        var words = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);
        Assert.NotEmpty(words);
        Assert.DoesNotContain("5ec2e7", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_is_reported_with_its_place_before_the_end()
    {
        var scripts = Scripts("<post>echo nothing works\nfalse</post><post>true</post>");
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
        Assert.Equal("POST /install/stage/5ec2e7/post-failed?what=backend:2:1, HTTP", await failed);
        Assert.Contains("== backend:2\nnothing works\n", _body, StringComparison.Ordinal);
        Assert.Equal("GET /install/done/5ec2e7 HTTP", await AnswerAsync("200 OK"));
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task A_script_that_must_not_fail_reports_at_once()
    {
        var scripts = Scripts("<post erroronfail=\"yes\">echo the disk is gone\nexit 7</post>");
        var post = AnswerAsync("200 OK");
        await RunAsync(scripts[1], "curl");
        await post;
        var failed = AnswerAsync("200 OK");
        Assert.Equal(7, await RunAsync(scripts[2], "curl"));
        Assert.Equal("POST /install/failed/5ec2e7?why=backend:2:7 HTTP", await failed);
        Assert.EndsWith("== backend:2\nthe disk is gone\n", _body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", "dash")]
    [InlineData("wget", "dash")]
    [InlineData("python3", "dash")]
    [InlineData("bash", "dash")]
    [InlineData("curl", "bash")]
    [InlineData("bash", "bash")]
    public async Task A_script_before_the_install_that_fails_sends_the_end_of_its_log(string tool, string shell)
    {
        var scripts = Scripts("<pre>echo looking\nfor i in 1 2 3 4 5 6 7 8 9; do printf '%0500d\\n' $i; done\necho \"it's \\$nothing\"; exit 3</pre>");
        var pre = AnswerAsync("200 OK");
        await RunAsync(scripts[0], tool, shell);
        await pre;
        var failed = AnswerAsync("200 OK");
        Assert.Equal(3, await RunAsync(scripts[1], tool, shell));
        Assert.Equal("POST /install/stage/5ec2e7/pre-failed?what=backend:2:3 HTTP", await failed);
        Assert.EndsWith("it's $nothing", _body.TrimEnd('\n'), StringComparison.Ordinal);
        Assert.InRange(_body.Length, 3400, 3500);
    }

    [Fact]
    public async Task A_frontend_that_takes_no_log_still_hears_of_the_failure()
    {
        var scripts = Scripts("<pre>echo looking; exit 3</pre>");
        var pre = AnswerAsync("200 OK");
        await RunAsync(scripts[0], "wget");
        await pre;
        var running = RunAsync(scripts[1], "wget");
        Assert.StartsWith("POST", await AnswerAsync("501 No"), StringComparison.Ordinal);
        Assert.StartsWith("POST", await AnswerAsync("501 No"), StringComparison.Ordinal);
        Assert.StartsWith("GET /install/stage/5ec2e7/pre-failed", await AnswerAsync("200 OK"), StringComparison.Ordinal);
        Assert.Equal(3, await running);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task The_installed_system_says_that_it_is_up_until_it_is_heard_and_then_forgets_the_secret(string shell)
    {
        var scripts = Scripts();
        var post = AnswerAsync("200 OK");
        await RunAsync(scripts[1], "curl", shell);
        await post;
        var done = AnswerAsync("200 OK");
        Assert.Equal(0, await RunAsync(scripts[^1], "curl", shell));
        Assert.Equal("GET /install/done/5ec2e7 HTTP", await done);
        var up = Path.Combine(_root, "usr/sbin/stack-up");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(up));
        Assert.True(File.Exists(Path.Combine(_root, "etc/rc.d/init.d/stack-up")));
        var running = RunAsync(File.ReadAllText(up).Replace(_root, "", StringComparison.Ordinal), "curl", shell);
        for (var refusal = 0; refusal < 31; refusal++)
        {
            await AnswerAsync("503 Busy");
        }

        Assert.Equal("GET /install/stage/5ec2e7/confirmed HTTP", await AnswerAsync("200 OK"));
        await running;
        Assert.False(File.Exists(up));
        Assert.False(File.Exists(Path.Combine(_root, "etc/rc.d/init.d/stack-up")));
    }

    [Theory]
    [InlineData("S3R14L-01", null, 0)]
    [InlineData(" s3r14l-01 ", null, 0)]
    [InlineData("4C4C4544-0001", null, 0)]
    [InlineData("S3R14L-02", null, 1)]
    [InlineData("S3R14L-0", null, 1)]
    [InlineData("*", null, 1)]
    [InlineData("$(touch /tmp/x)'", null, 1)]
    [InlineData(null, "0x5000c500a1b2c3d4", 0)]
    [InlineData(null, "WD-WX11A", 0)]
    [InlineData(null, "WD-WX11B", 1)]
    [InlineData("S3R14L-01", "WD-WX11A", 0)]
    [InlineData("S3R14L-01", "WD-WX11B", 1)]
    public async Task An_install_tied_to_a_machine_touches_no_other(string? serial, string? disk, int exit)
    {
        Machine(("sys/class/dmi/id/product_serial", "S3R14L-01 \n"), ("sys/class/dmi/id/product_uuid", "4c4c4544-0001\n"),
            ("sys/block/sda/device/wwid", "naa.5000c500a1b2c3d4\n"), ("sys/block/sda/device/vpd_pg80", "\0\u0080\0\u0008 WD-WX11A"));
        await File.WriteAllTextAsync(Path.Combine(_root, "console"), "", TestContext.Current.CancellationToken);
        foreach (var shell in (string[])["dash", "bash"])
        {
            var scripts = Scripts("<pre>echo wiping</pre>", new MachineIdentity(serial, disk));
            var pre = AnswerAsync("200 OK");
            await RunAsync(scripts[0], "curl", shell);
            await pre;
            var heard = exit == 0 ? null : AnswerAsync("200 OK");
            Assert.Equal(exit, await RunAsync(scripts[1], "curl", shell));
            if (heard is not null)
            {
                Assert.StartsWith(
                    "POST /install/failed/5ec2e7?why=this+is+not+the+machine+the+install+is+for:+no+serial+number+of+", await heard, StringComparison.Ordinal);
                Assert.Contains("; nothing was touched", _body, StringComparison.Ordinal);
                Assert.Contains(
                    "*** bootservice: this is not the machine",
                    await File.ReadAllTextAsync(Path.Combine(_root, "console"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_check_of_the_machine_stands_before_every_other_script_and_ends_the_install()
    {
        var kickstart = Kickstart("<pre>echo wiping</pre>", new MachineIdentity("S3R14L-01", null));
        var pres = kickstart.Split('\n').Where(line => line.StartsWith("%pre", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["%pre", "%pre --erroronfail", "%pre"], pres);
        Assert.True(kickstart.IndexOf("check machine", StringComparison.Ordinal) < kickstart.IndexOf("echo wiping", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private IReadOnlyList<string> Scripts(string sections = "", MachineIdentity? identity = null) => ShellRoot.Scripts(Kickstart(sections, identity));

    private string Kickstart(string sections, MachineIdentity? identity = null)
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        var request = Workshop.Request(
            "6.6") with
        { Reports = new ReportUrls($"http://127.0.0.1:{port}", "5ec2e7"), Identity = identity ?? MachineIdentity.Any };
        return Workshop.Kickstart(ProfileTemplates.Compile([Workshop.Library("site", ("backend", $"<kickstart>\n{sections}</kickstart>"))]).Render(request));
    }

    private void Machine(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
            File.WriteAllText(Path.Combine(_root, path), text, Encoding.Latin1);
        }
    }

    /// <summary>Accepts one connection and answers with the status; gives the request line without its version.</summary>
    private async Task<string> AnswerAsync(string status)
    {
        // A script that never asks ends the test, and does not hold it for ever.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var connection = await _listener.AcceptTcpClientAsync(patience.Token);
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        var length = 0;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[16..]) : length;
        }

        var body = new char[length];
        if (length > 0)
        {
            await reader.ReadBlockAsync(body, TestContext.Current.CancellationToken);
        }

        _body = new string(body);

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 {status}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
        return line[..line.IndexOf('/', line.IndexOf("HTTP", StringComparison.Ordinal))];
    }

    /// <summary>Runs a section in a folder of its own, with one tool for the network and the plain ones every system has.</summary>
    private async Task<int> RunAsync(string script, string tool, string program = "dash")
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        // Two seconds between tries are the node's, not the test's: sleep is true.
        foreach (var (name, stands) in ((string, string)[])
            [("sh", "sh"), ("cat", "cat"), ("chmod", "chmod"), ("tr", "tr"), ("mkdir", "mkdir"), ("tail", "tail"), ("rm", "rm"), ("chkconfig", "true"),
                ("sleep", "true"), (tool, tool)])
        {
            if (!File.Exists(Path.Combine(bin, name)))
            {
                File.CreateSymbolicLink(Path.Combine(bin, name), $"/usr/bin/{stands}");
            }
        }

        foreach (var folder in (string[])["tmp", "usr/sbin", "var/log", "etc/sysconfig", "etc/rc.d/init.d", "sys/class/dmi/id", "sys/block"])
        {
            script = script.Replace($"/{folder}/", $"{Directory.CreateDirectory(Path.Combine(_root, folder)).FullName}/", StringComparison.Ordinal);
        }

        script = script.Replace("/dev/console", Path.Combine(_root, "console"), StringComparison.Ordinal)
            .Replace("/dev/tty1", Path.Combine(_root, "tty1"), StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo($"/usr/bin/{program}")
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
