namespace BootService.Core.Events;

/// <summary>Where servers say what they did. Never waits and never fails: an event that finds no room is counted and dropped.</summary>
public interface IBootEvents
{
    /// <summary>Posts an event. Allocates nothing; safe from any thread.</summary>
    void Post(in BootEvent happened);
}
