using System.Buffers;
using System.Text.Json;
using BootService.Cli.Tables;
using BootService.Contracts;

namespace BootService.Cli.Remote;

/// <summary>Runs a command on many hosts at once and gathers what they print (stacki.md §1.11).</summary>
internal static class RemoteHosts
{
    public static async Task RunAsync(RemoteCommand run, ITable table, Terminal terminal, CancellationToken cancel)
    {
        var answers = new List<string>[run.Hosts.Length];
        var shown = new Lock();
        using var slots = new SemaphoreSlim(Math.Max(1, run.Threads));
        var running = new List<Task>();
        for (var at = 0; at < run.Hosts.Length; at++)
        {
            if (at > 0 && run.Delay > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(run.Delay), TimeProvider.System, cancel);
            }

            await slots.WaitAsync(cancel);
            running.Add(OneAsync(at));
        }

        await Task.WhenAll(running);
        for (var at = 0; run.Collate && at < answers.Length; at++)
        {
            foreach (var line in answers[at])
            {
                table.Row(Row(run.Hosts[at].Host, line));
            }
        }

        async Task OneAsync(int at)
        {
            try
            {
                answers[at] = await SecureShell.RunAsync(run.Hosts[at], run, cancel);
            }
            finally
            {
                slots.Release();
            }

            if (!run.Collate)
            {
                lock (shown)
                {
                    answers[at].ForEach(terminal.Out.WriteLine);
                    terminal.Out.Flush();
                }
            }
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
