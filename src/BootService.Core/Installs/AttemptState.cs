namespace BootService.Core.Installs;

/// <summary>How far an install attempt has got. The order is that of a healthy install; what stands after <see cref="Confirmed"/> ended otherwise.</summary>
public enum AttemptState
{
    /// <summary>Asked for; no machine has come for it.</summary>
    Armed,

    /// <summary>A boot loader was told to start the installer.</summary>
    Offered,

    /// <summary>The installer has its kickstart.</summary>
    Fetched,

    /// <summary>The installer reported a stage.</summary>
    Installing,

    /// <summary>The installer reported that it is done: the host boots from its disk from now on.</summary>
    Staged,

    /// <summary>The installed system reported from its own disk.</summary>
    Confirmed,

    /// <summary>The installer reported a failure.</summary>
    Failed,

    /// <summary>The installer was handed out as often as allowed, or was silent past its deadline.</summary>
    Stuck,

    /// <summary>The admin set another action.</summary>
    Cancelled,
}
