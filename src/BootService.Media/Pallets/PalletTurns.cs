using BootService.Core.Pallets;

namespace BootService.Media.Pallets;

/// <summary>Lets one command at a time work on a pallet. Commands on different pallets do not wait for each other, whatever becomes of one of them.</summary>
internal sealed class PalletTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PalletKey, TaskCompletionSource> _held = [];

    // Whether it was free; otherwise what ends when it is given back.
    private bool TryTake(PalletKey key, out Task released)
    {
        lock (_lock)
        {
            if (_held.TryGetValue(key, out var other))
            {
                released = other.Task;
                return false;
            }

            _held.Add(key, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            released = Task.CompletedTask;
            return true;
        }
    }

    private void Release(PalletKey key)
    {
        lock (_lock)
        {
            if (_held.Remove(key, out var waiting))
            {
                waiting.SetResult();
            }
        }
    }

    /// <summary>The pallets that one command works on; given back when it is disposed of.</summary>
    /// <param name="turns">Everybody's.</param>
    internal sealed class Held(PalletTurns turns) : IDisposable
    {
        private readonly List<PalletKey> _keys = [];

        /// <summary>Takes pallets, in an order that is everybody's, so that no two commands wait for each other.</summary>
        /// <param name="keys">Which.</param>
        /// <param name="waits">Told when another command has one.</param>
        /// <param name="cancel">Ends the wait.</param>
        public async Task TakeAsync(IEnumerable<PalletKey> keys, Func<PalletKey, ValueTask> waits, CancellationToken cancel)
        {
            foreach (var key in keys.Distinct().OrderBy(key => key.Folder, StringComparer.Ordinal))
            {
                while (!turns.TryTake(key, out var released))
                {
                    await waits(key);
                    await released.WaitAsync(cancel);
                }

                _keys.Add(key);
            }
        }

        public void Dispose() => _keys.ForEach(turns.Release);
    }
}
