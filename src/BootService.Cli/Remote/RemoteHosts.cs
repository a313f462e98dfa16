using System.Buffers;
using System.Text.Json;
using BootService.Cli.Tables;
using BootService.Contracts;

namespace BootService.Cli.Remote;

/// <summary>Runs a command on many hosts at once and shows what they print (stacki.md §1.11): host by host in their order, each as soon as it and all before it have ended; or, uncollated, each line as it comes.</summary>
/// <param name="run">What is run where.</param>
/// <param name="table">Where it is shown.</param>
/// <param name="terminal">Where progress is shown, and lines that nobody collates.</param>
internal sealed class RemoteHosts(RemoteCommand run, ITable table, Terminal terminal)
{
    private readonly RemoteAnswer?[] _answers = new RemoteAnswer?[run.Hosts.Length];
    private readonly Lock _showing = new();
    private int _ended;
    private int _shown;

    public async Task RunAsync(CancellationToken cancel)
    {
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
        TellSilent();
    }

    private async Task OneAsync(int at, SemaphoreSlim slots, CancellationToken cancel)
    {
        try
        {
            var answer = await SecureShell.RunAsync(run.Hosts[at], run, line => Say(at, line), cancel);
            lock (_showing)
            {
                _answers[at] = answer;
                _ended++;
                ShowEnded();
                ShowProgress();
            }
        }
        finally
        {
            slots.Release();
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
        for (; run.Collate && _shown < _answers.Length && _answers[_shown] is { } answer; _shown++)
        {
            terminal.EndProgress();
            foreach (var line in answer.Lines)
            {
                table.Row(Row(run.Hosts[_shown].Host, line));
            }
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
        Tell(RemoteEnd.Down, "down");
        Tell(RemoteEnd.Late, "not done in time");
    }

    private void Tell(RemoteEnd end, string what)
    {
        var hosts = run.Hosts.Where((_, at) => _answers[at]?.End == end).Select(host => host.Host).ToArray();
        if (hosts.Length > 0 && run.Hosts.Length > 1)
        {
            terminal.Remark($"{hosts.Length} of {run.Hosts.Length} hosts {(hosts.Length == 1 ? "is" : "are")} {what}: {string.Join(' ', hosts)}");
        }
    }

    private static ReadOnlySpan<byte> Row(string host, string line)
    {
        var row = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(row))
        {
            json.WriteStartObject();
            json.WriteString("host", host);
            json.WriteString("output", line);
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
}

/// <summary>What came of one host.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Lines">What it printed.</param>
internal sealed record RemoteAnswer(RemoteEnd End, IReadOnlyList<string> Lines);
