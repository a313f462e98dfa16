namespace BootService.Dhcp;

/// <summary>Allows so many things in a second.</summary>
internal sealed class RateLimit(int perSecond)
{
    private long _second;
    private int _count;

    /// <summary>Whether one more is allowed now; counts it if so.</summary>
    public bool Allows(long milliseconds)
    {
        if (milliseconds / 1000 != _second)
        {
            _second = milliseconds / 1000;
            _count = 0;
        }

        if (_count >= perSecond)
        {
            return false;
        }

        _count++;
        return true;
    }
}
