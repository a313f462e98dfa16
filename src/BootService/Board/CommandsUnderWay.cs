using System.Collections.Concurrent;

namespace BootService.Board;

/// <summary>A command that changes something and has not ended, and how far it is.</summary>
/// <param name="Who">Who called it.</param>
/// <param name="Line">The command line, as the log keeps it.</param>
/// <param name="Begun">When.</param>
/// <param name="Text">What it does now; empty until it has said.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">Of how much; 0 when nobody knows.</param>
internal sealed record CommandUnderWay(string Who, string Line, DateTimeOffset Begun, string Text, long Done, long Total);

/// <summary>The commands that run, for whoever looks at the page while somebody else adds a pallet. Safe for several threads.</summary>
internal sealed class CommandsUnderWay(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, CommandUnderWay> _running = [];
    private long _last;
    private long _version;

    /// <summary>Rises with each change of <see cref="All"/>.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Those that run, the oldest first.</summary>
    // The dictionary's own copy is of one moment; LINQ's asks how many there are, and copies when they may be others.
    public IReadOnlyList<CommandUnderWay> All => [.. _running.ToArray().OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>Takes note of a command that begins.</summary>
    /// <param name="who">Who called it.</param>
    /// <param name="line">The command line, as the log keeps it.</param>
    public Note Begin(string who, string line)
    {
        var number = Interlocked.Increment(ref _last);
        _running[number] = new CommandUnderWay(who, line, time.GetUtcNow(), string.Empty, 0, 0);
        Interlocked.Increment(ref _version);
        return new Note(this, number);
    }

    /// <summary>What is noted of one command, until it ends.</summary>
    internal sealed class Note(CommandsUnderWay all, long number) : IDisposable
    {
        /// <summary>Takes note of how far it is.</summary>
        public void Progress(string text, long done, long total)
        {
            if (all._running.TryGetValue(number, out var before)
                && all._running.TryUpdate(number, before with { Text = text, Done = done, Total = total }, before))
            {
                Interlocked.Increment(ref all._version);
            }
        }

        /// <summary>The command has ended.</summary>
        public void Dispose()
        {
            all._running.TryRemove(number, out _);
            Interlocked.Increment(ref all._version);
        }
    }
}
