using System.Collections.Concurrent;
using System.Security.Cryptography;
using BootService.Core.Access;
using BootService.Core.Audits;

namespace BootService.Admin;

/// <summary>A browser whose user was named by somebody else than a token.</summary>
/// <param name="Role">What he may do.</param>
/// <param name="By">Who he is, for the log of changes.</param>
/// <param name="Ends">From when on it opens nothing.</param>
internal sealed record BrowserSession(AdminRole Role, Author By, DateTimeOffset Ends);

/// <summary>
/// Browsers that have logged in without a token. In memory alone: after a restart they log in again. Of bounded number; safe from any thread.
/// </summary>
internal sealed class BrowserSessions(TimeProvider time)
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "bss_";

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, BrowserSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    /// <returns>Its key, for the browser's cookie.</returns>
    public string Begin(AdminRole role, Author by, TimeSpan lasts)
    {
        var now = time.GetUtcNow();
        foreach (var (ended, _) in _sessions.Where(pair => pair.Value.Ends <= now))
        {
            _sessions.TryRemove(ended, out _);
        }

        if (_sessions.Count >= Most && _sessions.MinBy(pair => pair.Value.Ends) is { Key: { } oldest })
        {
            _sessions.TryRemove(oldest, out _);
        }

        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions[ApiToken.DigestOf(key)] = new BrowserSession(role, by, now + lasts);
        return key;
    }

    /// <summary>The one that a key belongs to; null when it opens nothing.</summary>
    public BrowserSession? Find(string? key) =>
        key is not null && key.StartsWith(Prefix, StringComparison.Ordinal) && _sessions.TryGetValue(ApiToken.DigestOf(key), out var session)
            && time.GetUtcNow() < session.Ends ? session : null;

    /// <summary>Ends the one that a key belongs to, if there is one.</summary>
    public void End(string? key)
    {
        if (key is not null)
        {
            _sessions.TryRemove(ApiToken.DigestOf(key), out _);
        }
    }
}
