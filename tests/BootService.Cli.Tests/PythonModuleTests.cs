using System.Diagnostics;
using System.Runtime.Versioning;

namespace BootService.Cli.Tests;

/// <summary>The script of the seed page, unchanged but for its first line and where it writes.</summary>
[SupportedOSPlatform("linux")]
public sealed class PythonModuleTests : IDisposable
{
    private const string Script = """
        #!/usr/bin/python3

        import stack.api
        import os

        sfile = open('slaves', 'w+')
        mfile  = open('masters', 'w+')
        masters = stack.api.Call('list.host.attr',['backend','attr=is_mesos_master'])
        slaves = stack.api.Call('list.host.attr',['backend','attr=is_mesos_slave'])
        for s in slaves:
            if s['value'] in [ 'True', 'true']:
                sfile.write('%s\n' % s['host'])
        for m in masters:
            if m['value'] in [ 'True', 'true']:
                mfile.write('%s\n' % m['host'])
        """;

    /// <summary>Plays stack: a fact for each role, and a refusal for anything it was not told to expect.</summary>
    private const string Stack = """
        #!/bin/sh
        case "$*" in
        "list host attr backend attr=is_mesos_master output-format=json") echo '[{"host":"backend-0-0","value":"true"},{"host":"backend-0-1","value":"false"}]' ;;
        "list host attr backend attr=is_mesos_slave output-format=json") echo '[{"host":"backend-0-0","value":"false"},{"host":"backend-0-1","value":"True"}]' ;;
        "version") printf 'a\nb\n' ;;
        *) echo "error - $*" >&2; exit 2 ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("stack-python-").FullName;

    public PythonModuleTests()
    {
        var stack = Path.Combine(_folder, "stack");
        File.WriteAllText(stack, Stack + "\n");
        File.SetUnixFileMode(stack, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_script_of_the_page_writes_masters_and_slaves()
    {
        await PythonAsync(Script);
        Assert.Equal("backend-0-0\n", await ReadAsync("masters"));
        Assert.Equal("backend-0-1\n", await ReadAsync("slaves"));
    }

    [Fact]
    public async Task Other_commands_give_their_lines_and_failures_their_code() => Assert.Equal(
        "['a', 'b'] 0\n[] 2\n",
        await PythonAsync(
            "import stack.api\nprint(stack.api.Call('version'), stack.api.ReturnCode())\nprint(stack.api.Call('list.nothing'), stack.api.ReturnCode())\n"));

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_folder, name), TestContext.Current.CancellationToken);

    private async Task<string> PythonAsync(string script)
    {
        var module = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(module, "BootService.sln")))
        {
            module = Path.GetDirectoryName(module)!;
        }

        var start = new ProcessStartInfo(
            "python3")
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.Environment["PYTHONPATH"] = Path.Combine(module, "src", "BootService.Cli", "python");
        start.Environment["STACK"] = Path.Combine(_folder, "stack");
        using var python = Process.Start(start)!;
        var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, string.Empty), (python.ExitCode, await error));
        return output;
    }
}
