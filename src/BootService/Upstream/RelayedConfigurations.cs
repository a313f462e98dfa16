using System.Collections.Concurrent;
using System.Net;
using System.Text;
using BootService.Core.Boot;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Protocols.Net;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>
/// The configurations that start installers: a frontend makes each when it is asked for, it is given out once, and never kept. Safe from any thread; never
/// waits.
/// </summary>
internal sealed class RelayedConfigurations(UpstreamLine line, IAppliance appliance, MachineSightings sightings, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>How long an answer waits for who asked for it: TFTP asks again, HTTP waits.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Question, Asked> _asked = [];

    /// <summary>The configuration of a machine whose attempt is live; <see cref="BootFile.Reading"/> until a frontend has answered.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="node">Who asks.</param>
    /// <param name="at">Our address that it asked.</param>
    /// <param name="effects">What follows from it as far as it is known here: whose attempt it is.</param>
    /// <returns>Null when no frontend answers.</returns>
    public BootFile? Find(string name, Ipv4 node, Ipv4 at, BootEffects effects)
    {
        var question = new Question(name, node, at);
        if (_asked.TryGetValue(question, out var known))
        {
            if (!known.Work.IsCompleted)
            {
                return new BootFile.Reading(known.Work);
            }

            if (_asked.TryRemove(KeyValuePair.Create(question, known)) && time.GetElapsedTime(known.At) < Good)
            {
                return known.Work.Result is { } told ? told with { Effects = effects } : null;
            }
        }

        Sweep();
        var asked = new Asked(AskAsync(question, effects), time.GetTimestamp());
        _asked[question] = asked;
        return new BootFile.Reading(asked.Work);
    }

    /// <summary>
    /// Has what follows done where the attempt is known, once the configuration has gone out. Like any signal of a hand-out it may be lost: it is the kickstart
    /// that must be counted.
    /// </summary>
    public void Sent(string name, Ipv4 node, BootEffects effects) =>
        _ = Task.Run(async () =>
        {
            try
            {
                using var answer = await SendAsync(HttpMethod.Post, new Question(name, node, default), effects);
            }
            catch (StorageException)
            {
                // Whoever follows the relay sees that no frontend answers.
            }
        });

    private async Task<BootFile?> AskAsync(Question question, BootEffects effects)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, question, effects);
            var text = await answer.Content.ReadAsByteArrayAsync();
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => new BootFile.Rendered(text),
                HttpStatusCode.Forbidden => new BootFile.Refused(Sentence(text)),
                HttpStatusCode.NotFound => new BootFile.Missing(Sentence(text)),
                _ => null,
            };
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, Question question, BootEffects effects)
    {
        var frontend = appliance.Current.Frontend;
        var path = RelayedRequest.PathOf(question.Node, "/install/boot/" + string.Join('/', question.Name.Split('/').Select(Uri.EscapeDataString)));
        return line.SendAsync(
            path + Heard(effects), () => RelayedRequest.Of(method, frontend.At(question.At), port: 0), Patience, CancellationToken.None);
    }

    /// <summary>What DHCP heard of the machine's firmware since it was armed, as a query; empty for nothing.</summary>
    private string Heard(BootEffects effects)
    {
        if (effects.HandedOut is not { } attempt || appliance.Current.HostOf(attempt.Host) is not { } host)
        {
            return string.Empty;
        }

        var now = Core.Dhcp.DhcpMoment.Now(time).Milliseconds;
        var heard = host.Interfaces.Select(nic => nic.Mac).OfType<MacAddress>().Select(card => (Card: card, Seen: sightings.Of(card, now)))
            .FirstOrDefault(one => one.Seen.Asked == attempt.Id);
        return heard.Seen is null ? string.Empty : $"?card={heard.Card}&attempt={attempt.Id}&firmware={heard.Seen.Firmware}";
    }

    private static string Sentence(byte[] text) => Encoding.UTF8.GetString(text).TrimEnd('\n');

    private void Sweep()
    {
        foreach (var (question, asked) in _asked)
        {
            if (asked.Work.IsCompleted && time.GetElapsedTime(asked.At) > Good)
            {
                _asked.TryRemove(KeyValuePair.Create(question, asked));
            }
        }
    }

    private readonly record struct Question(string Name, Ipv4 Node, Ipv4 At);

    private sealed record Asked(Task<BootFile?> Work, long At);
}
