using System.Text;

namespace BootService.Lab.Processes;

/// <summary>
/// What a process or a machine's serial console has printed so far, free of terminal escapes and carriage returns, and the
/// means to wait for what it prints next.
/// </summary>
/// <param name="name">Who prints; begins the sentence when a wait fails.</param>
/// <param name="time">Clock of the waits.</param>
public sealed class OutputLog(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly StringBuilder _text = new();
    private Escape _escape;
    private bool _ended;

    private enum Escape
    {
        None,
        Started,
        Sequence,
    }

    /// <summary>Everything printed so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Characters printed so far: the place from which a later wait looks on.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _text.Length;
            }
        }
    }

    /// <summary>The last <paramref name="lines"/> lines that are not empty.</summary>
    public string Tail(int lines = 15) =>
        string.Join('\n', Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(lines));

    /// <summary>Waits for each of <paramref name="markers"/> in turn, each behind the one before.</summary>
    /// <param name="within">Time for all of them together.</param>
    /// <param name="from">Where to begin looking, a value of <see cref="Length"/>.</param>
    /// <param name="markers">Texts as they are printed.</param>
    /// <returns>The place behind the last marker.</returns>
    /// <exception cref="LabException">The time is over, or the printing one ended first.</exception>
    public async Task<int> SeeAsync(TimeSpan within, int from, params string[] markers)
    {
        var deadline = time.GetUtcNow() + within;
        foreach (var marker in markers)
        {
            var left = deadline - time.GetUtcNow();
            try
            {
                from = await FindAsync(marker, from).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            }
            catch (TimeoutException)
            {
                throw new LabException($"{name} did not print \"{marker}\" within {within.TotalSeconds:0} s; its last lines:\n{Tail()}");
            }
        }

        return from;
    }

    /// <inheritdoc cref="SeeAsync(TimeSpan, int, string[])"/>
    public Task<int> SeeAsync(TimeSpan within, params string[] markers) => SeeAsync(within, 0, markers);

    /// <summary>Every whole line as it is printed, from the first on, until the printing one ends.</summary>
    public async IAsyncEnumerable<string> LinesAsync()
    {
        for (var from = 0; await EndOfLineAsync(from) is { } next; from = next)
        {
            yield return Text[from..(next - 1)];
        }
    }

    /// <summary>Times <paramref name="marker"/> has been printed.</summary>
    public int Count(string marker) => Text.AsSpan().Count(marker);

    /// <summary>Copies <paramref name="source"/> here and to <paramref name="file"/> until it ends.</summary>
    internal async Task PumpAsync(Stream source, Stream file)
    {
        var bytes = new byte[16 * 1024];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var decoder = Encoding.UTF8.GetDecoder();
        for (int got; (got = await source.ReadAsync(bytes)) > 0;)
        {
            var count = decoder.GetChars(bytes.AsSpan(0, got), characters, flush: false);
            Append(characters.AsSpan(0, count));
            lock (file)
            {
                file.Write(bytes.AsSpan(0, got));
                file.Flush();
            }
        }
    }

    internal void Append(ReadOnlySpan<char> printed)
    {
        lock (_gate)
        {
            foreach (var character in printed)
            {
                if (IsText(character))
                {
                    _text.Append(character);
                }
            }

            Wake();
        }
    }

    /// <summary>Nothing more will come: whoever still waits is told.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            Wake();
        }
    }

    private async Task<int?> EndOfLineAsync(int from)
    {
        try
        {
            return await FindAsync("\n", from);
        }
        catch (LabException)
        {
            return null;
        }
    }

    private Task<int> FindAsync(string marker, int from)
    {
        lock (_gate)
        {
            var waiter = new Waiter(marker, from);
            _waiters.Add(waiter);
            Wake();
            return waiter.Found.Task;
        }
    }

    private void Wake()
    {
        if (_waiters.Count == 0)
        {
            return;
        }

        var text = _text.ToString();
        _waiters.RemoveAll(waiter => waiter.Look(text) || (_ended && Fail(waiter)));
    }

    private bool Fail(Waiter waiter) =>
        waiter.Found.TrySetException(new LabException($"{name} ended before it printed \"{waiter.Marker}\"; its last lines:\n{Tail()}"));

    /// <summary>Firmware draws: ESC [ parameters letter. What is between is not text.</summary>
    private bool IsText(char character)
    {
        (_escape, var isText) = _escape switch
        {
            Escape.Started => (character == '[' ? Escape.Sequence : Escape.None, false),
            Escape.Sequence => (character is >= '@' and <= '~' ? Escape.None : Escape.Sequence, false),
            _ when character == '\e' => (Escape.Started, false),
            _ => (Escape.None, character is not ('\r' or '\0')),
        };
        return isText;
    }

    private sealed class Waiter(string marker, int from)
    {
        private int _from = from;

        public string Marker => marker;

        public TaskCompletionSource<int> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Look(string text)
        {
            var at = _from <= text.Length ? text.IndexOf(marker, _from, StringComparison.Ordinal) : -1;
            if (at >= 0)
            {
                return Found.TrySetResult(at + marker.Length);
            }

            // A marker may lie half printed at the end.
            _from = Math.Max(_from, text.Length - marker.Length);
            return false;
        }
    }
}
