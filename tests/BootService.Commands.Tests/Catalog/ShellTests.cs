using System.Diagnostics;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>Completion as bash and zsh carry it out at a terminal: keys are typed, and what the shell then runs is looked at.</summary>
public sealed class ShellTests : IDisposable
{
    private const string Keys = "stack se\tho\tattr backend-0-3 at\tnuked\tva\tyes\n";

    private static readonly string[] Lines =
    [
        "stack se", "stack set ho", "stack set host attr backend-0-3 at", "stack set host attr backend-0-3 attr=nuked",
        "stack set host attr backend-0-3 attr=nukedisks va",
    ];

    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Bash_completes_a_line() =>
        Assert.Equal("set host attr backend-0-3 attr=nukedisks value=yes\n", Typed("bash", "stack", "bash --norc --noprofile -i", ". ./stack"));

    [Fact]
    public void Zsh_completes_a_line_from_the_first_key_on() =>
        Assert.Equal(
            "set host attr backend-0-3 attr=nukedisks value=yes\n",
            Typed("zsh", "_stack", "zsh -f -i", "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D"));

    private string Typed(string shell, string file, string command, string setup)
    {
        File.WriteAllText(Path.Combine(_stack.Folder, file), _stack.Do("report", "completion", "shell=" + shell).Messages.Single() + "\n");
        File.WriteAllLines(
            Path.Combine(_stack.Folder, "answers"),
            Lines.SelectMany(
                line => _stack.Do("complete", "line=" + line).Messages.SelectMany(text => text.Split('\n')).Select(word => $"line={line}\t{word}")));
        var program = Path.Combine(_stack.Folder, "bin", "stack");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, """
            #!/bin/sh
            if [ "$1" = complete ]; then
                awk -F '\t' -v line="$2" '$1 == line { print $2 }' answers
            else
                printf '%s\n' "$*" >> typed
            fi
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Type(command, $"{setup}\n{Keys}exit\n");
        return File.ReadAllText(Path.Combine(_stack.Folder, "typed"));
    }

    /// <summary>Types keys at a program that has a terminal of its own.</summary>
    private void Type(string command, string keys)
    {
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _stack.Folder,
        };
        start.Environment["PATH"] = $"{Path.Combine(_stack.Folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TERM"] = "vt100";
        start.Environment["HOME"] = _stack.Folder;
        using var shell = Process.Start(start)!;
        shell.StandardInput.Write(keys);
        shell.StandardInput.Close();
        _ = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var shown = shell.StandardOutput.ReadToEnd();
        Assert.True(shell.WaitForExit(TimeSpan.FromMinutes(1)), shown);
    }
}
