using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using BootService.Core.Events;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>
/// A relay's boot events go to a frontend, in batches, and are of its timeline. The newest are remembered here too, for whoever looks at the relay itself.
/// </summary>
internal sealed class RelayEvents(UpstreamLine line) : IBootEventStore
{
    private const int Remembered = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ImmutableArray<BootEvent> _newest = [];

    /// <summary>Sends them. What cannot be sent is kept by the caller, and sent with the next.</summary>
    /// <exception cref="StorageException">No frontend took them.</exception>
    public async Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel)
    {
        var batch = JsonSerializer.SerializeToUtf8Bytes(
            [.. events.Select(happened => RelayedEvent.Of(happened))], RelayJson.Default.ImmutableArrayRelayedEvent);
        using var answer = await line.SendAsync("/v1/cluster/events", () => Request(batch), Patience, cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw new StorageException(await line.WhyNotAsync(answer, cancel));
        }

        _newest = [.. _newest.Concat(events).TakeLast(Remembered)];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) =>
        Task.FromResult<ImmutableArray<BootEvent>>(
            [.. _newest.Where(one => hosts.Count == 0 || (one.Host is { } host && hosts.Contains(host))).TakeLast(most)]);

    private static HttpRequestMessage Request(byte[] batch) => new(HttpMethod.Post, string.Empty)
    {
        Content = new ByteArrayContent(batch) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };
}
