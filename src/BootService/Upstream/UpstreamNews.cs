namespace BootService.Upstream;

/// <summary>
/// Which of a relay's troubles are news. Frontends are asked by turns and each has its own reason, so that reasons alternate for as long as all refuse: each is
/// said once until one answers.
/// </summary>
internal sealed class UpstreamNews
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _answered = true;

    /// <summary>Whether it is to be said how the frontends stand now.</summary>
    /// <param name="whyNot">Why none answers; null when one does.</param>
    public bool IsNews(string? whyNot)
    {
        if (whyNot is not null)
        {
            _answered = false;
            return _told.Add(whyNot);
        }

        _told.Clear();
        return !_answered && (_answered = true);
    }
}
