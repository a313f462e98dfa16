namespace BootService.Appliances;

/// <summary>What is known of the database beside that it answers: from its examinations, and from how it was opened. Safe for use by several threads.</summary>
internal sealed class DatabaseHealth
{
    private volatile string? _damage;
    private volatile string? _whyUnwritable;

    /// <summary>What was found damaged in it, a sentence without a full stop; null when the last look found nothing, or none was taken yet.</summary>
    public string? Damage
    {
        get => _damage;
        set => _damage = value;
    }

    /// <summary>Why it can be read and not written since this start; null when it can be.</summary>
    public string? WhyUnwritable
    {
        get => _whyUnwritable;
        set => _whyUnwritable = value;
    }
}
