namespace BootService.Http;

/// <summary>The threads that send large files, one to a processor up to four; started when the first file needs one.</summary>
internal sealed class SendLoops(TimeProvider time) : IDisposable
{
    private readonly SendLoop[] _loops = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 4)).Select(_ => new SendLoop(time))];
    private uint _turn;

    /// <summary>The loop whose turn it is.</summary>
    public SendLoop Next() => _loops[Interlocked.Increment(ref _turn) % (uint)_loops.Length];

    /// <summary>Ends the threads; files on their way are cut off.</summary>
    public void Dispose() => Array.ForEach(_loops, loop => loop.Dispose());
}
