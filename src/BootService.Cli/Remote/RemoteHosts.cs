using System.Buffers;
using System.Text.Json;
using BootService.Cli.Tables;
using BootService.Commands.Profiles;
using BootService.Contracts;

namespace BootService.Cli.Remote;

/// <summary>Runs a command on many hosts at once and shows what they print: host by host in their order, each as soon as it and all before it have ended;
/// folded, what several print once;
/// or, uncollated, each line as it comes.</summary>
/// <param name="run">What is run where.</param>
/// <param name="table">Where it is shown.</param>
/// <param name="terminal">Where progress is shown, and lines that nobody collates.</param>
/// <param name="forPeople">Whether a person reads it: a command that failed then ends in a line of its own that says so.</param>
internal sealed class RemoteHosts(RemoteCommand run, ITable table, Terminal terminal, bool forPeople)
{
    private readonly RemoteAnswer?[] _answers = new RemoteAnswer?[run.Hosts.Length];
    private readonly Lock _showing = new();
    private int _ended;
    private int _shown;

    /// <returns>Whether it ended well on every host.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        MakeFolder();
        using var slots = new SemaphoreSlim(Math.Max(1, run.Threads));
        var running = new List<Task>();
        ShowProgress();
        for (var at = 0; at < run.Hosts.Length; at++)
        {
            if (at > 0 && run.Delay > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(run.Delay), TimeProvider.System, cancel);
            }

            await slots.WaitAsync(cancel);
            running.Add(OneAsync(at, slots, cancel));
        }

        await Task.WhenAll(running);
        terminal.EndProgress();
        if (run.Fold)
        {
            ShowFolded();
        }

        TellSilent();
        return Array.TrueForAll(_answers, answer => answer is { IsWell: true });
    }

    private async Task OneAsync(int at, SemaphoreSlim slots, CancellationToken cancel)
    {
        try
        {
            if (run.Careful && Array.Exists(_answers, answer => answer is { IsWell: false }))
            {
                Keep(at, new RemoteAnswer(RemoteEnd.Untouched, ["not begun, because another one failed"]));
                return;
            }

            var answer = await SecureShell.RunAsync(run.Hosts[at], run, line => Say(at, line), cancel);
            Keep(at, answer);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <exception cref="CliFault">There can be none.</exception>
    private void MakeFolder() => Write(folder => Directory.CreateDirectory(folder));

    private void Write(Action<string> how)
    {
        try
        {
            if (run.Folder is { } folder)
            {
                how(folder);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliFault($"output cannot be kept in {run.Folder}: {refused.Message}");
        }
    }

    private void Keep(int at, RemoteAnswer answer)
    {
        Write(folder => File.WriteAllLines(Path.Combine(folder, Path.GetFileName(run.Hosts[at].Host)), answer.Lines));
        lock (_showing)
        {
            _answers[at] = answer;
            _ended++;
            ShowEnded();
            ShowProgress();
        }
    }

    private void Say(int at, string line)
    {
        if (run.Collate)
        {
            return;
        }

        lock (_showing)
        {
            terminal.EndProgress();
            terminal.Out.WriteLine(terminal.IsScreen ? $"\e[36m{run.Hosts[at].Host}:\e[0m {line}" : line);
            terminal.Out.Flush();
            ShowProgress();
        }
    }

    private void ShowEnded()
    {
        for (; run.Collate && !run.Fold && _shown < _answers.Length && _answers[_shown] is { } answer; _shown++)
        {
            terminal.EndProgress();
            Show(run.Hosts[_shown].Host, answer);
        }
    }

    /// <summary>What several hosts print is shown once, the commonest first.</summary>
    private void ShowFolded()
    {
        var alike = run.Hosts.Zip(_answers, (host, answer) => (host.Host, Answer: answer!))
            .GroupBy(pair => (pair.Answer.End, pair.Answer.Exit, Text: string.Join('\n', pair.Answer.Lines)));
        foreach (var group in alike.OrderByDescending(group => group.Count()))
        {
            Show(HostRanges.Fold([.. group.Select(pair => pair.Host)]), group.First().Answer);
        }
    }

    private void Show(string host, RemoteAnswer answer)
    {
        foreach (var line in answer.Lines)
        {
            table.Row(Row(host, line, answer.Exit));
        }

        if (answer is { End: RemoteEnd.Ended, IsWell: false } && (forPeople || answer.Lines.Count == 0))
        {
            table.Row(Row(host, forPeople ? $"exit {answer.Exit}" : string.Empty, answer.Exit));
        }
    }

    private void ShowProgress()
    {
        if (_ended < run.Hosts.Length)
        {
            terminal.Progress($"{_ended} of {run.Hosts.Length} hosts have ended", _ended, run.Hosts.Length);
        }
    }

    /// <summary>What scrolled away among many hosts is said again, to a person.</summary>
    private void TellSilent()
    {
        Tell(answer => answer.End is RemoteEnd.Down, "is down", "are down");
        Tell(answer => answer.End is RemoteEnd.Late, "is not done in time", "are not done in time");
        Tell(answer => answer is { End: RemoteEnd.Ended, IsWell: false }, "failed", "failed");
        Tell(answer => answer.End is RemoteEnd.Untouched, "was not begun", "were not begun");
    }

    private void Tell(Predicate<RemoteAnswer> which, string one, string several)
    {
        var hosts = run.Hosts.Where((_, at) => _answers[at] is { } answer && which(answer)).Select(host => host.Host).ToArray();
        if (hosts.Length > 0 && run.Hosts.Length > 1)
        {
            terminal.Remark($"{hosts.Length} of {run.Hosts.Length} hosts {(hosts.Length == 1 ? one : several)}: {string.Join(' ', hosts)}");
        }
    }

    private static ReadOnlySpan<byte> Row(string host, string line, int? exit)
    {
        var row = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(row))
        {
            json.WriteStartObject();
            json.WriteString("host", host);
            json.WriteString("output", line);
            if (exit is { } code)
            {
                json.WriteNumber("exit", code);
            }
            else
            {
                json.WriteNull("exit");
            }

            json.WriteEndObject();
        }

        return row.WrittenSpan;
    }
}

/// <summary>How the command ended on a host.</summary>
internal enum RemoteEnd
{
    /// <summary>By itself, well or not.</summary>
    Ended,

    /// <summary>Nobody greets on its port 22.</summary>
    Down,

    /// <summary>The time ran out.</summary>
    Late,

    /// <summary>It was not begun, because another host failed before.</summary>
    Untouched,
}

/// <summary>What came of one host.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Lines">What it printed.</param>
/// <param name="Exit">The command's exit code, ssh's own 255 among them; null when it did not end by itself.</param>
internal sealed record RemoteAnswer(RemoteEnd End, IReadOnlyList<string> Lines, int? Exit = null)
{
    /// <summary>Whether the command ended by itself and well.</summary>
    public bool IsWell => Exit is 0;
}
